package org.convoy.nn.kernel.onednn;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.kernel.onednn.op.OperationPlans;
import org.convoy.nn.kernel.onednn.plan.Arena;
import org.convoy.nn.kernel.onednn.plan.Implementation;
import org.convoy.nn.kernel.onednn.plan.NativeScope;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.PlanMemory;
import org.convoy.nn.kernel.onednn.plan.PrimitiveStep;
import org.convoy.nn.kernel.onednn.plan.Recorder;
import org.convoy.nn.kernel.onednn.plan.Step;
import org.convoy.nn.kernel.onednn.plan.Tensor;
import org.convoy.nn.op.OperationNode;

/**
 * A network's passes for one batch size as lists of steps whose primitives, arguments and memory
 * are all prepared. Not thread-safe.
 */
public final class Plan implements AutoCloseable {
  /** As measured: 27 to 49 kB for most networks of the zoo, 70 kB for the few of VGG. */
  private static final long PRIMITIVE_BYTES = 44_000;

  private final NativeScope scope;
  private final PlanMemory memory;
  private final List<Step> forward;
  private final List<Step> backward;
  private final IdentityHashMap<Step, Implementation> work;
  private final Tensor logits;
  private final Tensor logitsGradient;
  private final Tensor inputGradient;
  private final long arenaBytes;
  private int boundVersion = -1;
  private FloatBuffer logitsView;
  private FloatBuffer gradientView;
  private StepTimes times;

  private Plan(NativeScope scope, PlanMemory memory, PlanBuilder builder) {
    this.scope = scope;
    this.memory = memory;
    this.forward = List.copyOf(builder.recorder().forward());
    this.backward = List.copyOf(builder.recorder().backward());
    this.work = builder.recorder().work();
    this.logits = builder.logits();
    this.logitsGradient = builder.logitsGradient();
    this.inputGradient = builder.inputGradient();
    this.arenaBytes = Arena.place(builder.recorder().buffers());
  }

  /**
   * Plans forward and backward passes in training mode.
   *
   * @throws UnsupportedOperationException if oneDNN has no fast implementation for a layer; the
   *     message names it
   */
  public static Plan training(
      List<OperationNode> nodes,
      List<Integer> inputShape,
      int batchSize,
      Precision precision,
      PlanMemory memory) {
    return create(nodes, inputShape, batchSize, PlanBuilder.Mode.TRAINING, precision, memory);
  }

  /** Plans the forward pass in evaluation mode; see {@link #training}. */
  public static Plan evaluation(
      List<OperationNode> nodes,
      List<Integer> inputShape,
      int batchSize,
      Precision precision,
      PlanMemory memory) {
    return create(nodes, inputShape, batchSize, PlanBuilder.Mode.EVALUATION, precision, memory);
  }

  /** As {@link #training}, and computes the {@link #inputGradient} too. */
  public static Plan trainingWithInputGradient(
      List<OperationNode> nodes,
      List<Integer> inputShape,
      int batchSize,
      Precision precision,
      PlanMemory memory) {
    return create(
        nodes,
        inputShape,
        batchSize,
        PlanBuilder.Mode.TRAINING_WITH_INPUT_GRADIENT,
        precision,
        memory);
  }

  /**
   * Bytes of the arena that {@link #training} needs, which are not allocated here.
   *
   * @throws UnsupportedOperationException as there
   */
  public static long trainingArenaBytes(
      List<OperationNode> nodes, List<Integer> inputShape, int batchSize, Precision precision) {
    return arenaBytes(nodes, inputShape, batchSize, PlanBuilder.Mode.TRAINING, precision);
  }

  /** As {@link #trainingArenaBytes}, of {@link #evaluation}. */
  public static long evaluationArenaBytes(
      List<OperationNode> nodes, List<Integer> inputShape, int batchSize, Precision precision) {
    return arenaBytes(nodes, inputShape, batchSize, PlanBuilder.Mode.EVALUATION, precision);
  }

  private static long arenaBytes(
      List<OperationNode> nodes,
      List<Integer> inputShape,
      int batchSize,
      PlanBuilder.Mode mode,
      Precision precision) {
    return planned(
        nodes,
        inputShape,
        batchSize,
        mode,
        precision,
        builder -> Arena.place(builder.recorder().buffers()));
  }

  /**
   * Bytes of compiled code and descriptions that the primitives of {@link #training} take: about as
   * many for every batch size, and for each anew.
   */
  public static long trainingKernelBytes(
      List<OperationNode> nodes, List<Integer> inputShape, int batchSize, Precision precision) {
    return planned(
        nodes, inputShape, batchSize, PlanBuilder.Mode.TRAINING, precision, Plan::kernelBytes);
  }

  /** As {@link #trainingKernelBytes}, of {@link #evaluation}. */
  public static long evaluationKernelBytes(
      List<OperationNode> nodes, List<Integer> inputShape, int batchSize, Precision precision) {
    return planned(
        nodes, inputShape, batchSize, PlanBuilder.Mode.EVALUATION, precision, Plan::kernelBytes);
  }

  /** Layers that {@link #training} computes in floats, though another precision is asked for. */
  public static List<String> inFloats(
      List<OperationNode> nodes, List<Integer> inputShape, int batchSize, Precision precision) {
    PlanBuilder.Mode mode = PlanBuilder.Mode.TRAINING;
    return planned(nodes, inputShape, batchSize, mode, precision, PlanBuilder::inFloats);
  }

  private static long kernelBytes(PlanBuilder builder) {
    Recorder recorder = builder.recorder();
    return PRIMITIVE_BYTES
        * Stream.concat(recorder.forward().stream(), recorder.backward().stream())
            .filter(PrimitiveStep.class::isInstance)
            .count();
  }

  /** What a plan would come to, which is not kept. */
  private static <T> T planned(
      List<OperationNode> nodes,
      List<Integer> inputShape,
      int batchSize,
      PlanBuilder.Mode mode,
      Precision precision,
      Function<PlanBuilder, T> answer) {
    try (NativeScope scope = new NativeScope()) {
      PlanBuilder builder =
          new PlanBuilder(scope, OperationPlans::of, nodes, inputShape, batchSize, mode, precision);
      builder.build();
      return answer.apply(builder);
    }
  }

  private static Plan create(
      List<OperationNode> nodes,
      List<Integer> inputShape,
      int batchSize,
      PlanBuilder.Mode mode,
      Precision precision,
      PlanMemory memory) {
    NativeScope scope = new NativeScope();
    try {
      PlanBuilder builder =
          new PlanBuilder(scope, OperationPlans::of, nodes, inputShape, batchSize, mode, precision);
      builder.build();
      return new Plan(scope, memory, builder);
    } catch (RuntimeException | Error e) {
      scope.close();
      throw e;
    }
  }

  /** Runs the forward pass on what is in the input memory; gives the logits, [batch, classes]. */
  public FloatBuffer forward(long seed) {
    bind();
    run(forward, seed);
    return logitsView;
  }

  private void run(List<Step> steps, long seed) {
    if (times == null) {
      for (Step step : steps) {
        step.run(seed);
      }
    } else {
      runTimed(steps, seed);
    }
  }

  private void runTimed(List<Step> steps, long seed) {
    long start = StepTimes.now();
    for (Step step : steps) {
      step.run(seed);
      long end = StepTimes.now();
      times.add(work.get(step), end - start);
      start = end;
    }
  }

  /** What the steps of the runs from now on take is added here; null for nowhere. */
  public void time(StepTimes added) {
    times = added;
  }

  /** Where the gradient by the logits is to be written between {@link #forward} and backward. */
  public FloatBuffer logitsGradient() {
    return gradientView;
  }

  /** Runs the backward pass: leaves the parameters' gradients in the flat vector. */
  public void backward(long seed) {
    run(backward, seed);
  }

  private void bind() {
    memory.requireArena(arenaBytes);
    if (memory.version() == boundVersion) {
      return;
    }

    for (Step step : forward) {
      step.bind(memory);
    }

    for (Step step : backward) {
      step.bind(memory);
    }

    logitsView = memory.floats(logits);
    gradientView = logitsGradient == null ? null : memory.floats(logitsGradient);
    boundVersion = memory.version();
  }

  /** The gradient by the network's input, valid until the next run of any plan. */
  public FloatBuffer inputGradient() {
    return memory.floats(inputGradient);
  }

  /** Bytes of the shared arena that this plan uses. */
  public long arenaBytes() {
    return arenaBytes;
  }

  /** Every primitive in the order they run. */
  public List<Implementation> implementations() {
    List<Implementation> implementations = new ArrayList<>();
    for (List<Step> steps : List.of(forward, backward)) {
      for (Step step : steps) {
        if (step instanceof PrimitiveStep primitive) {
          implementations.add(primitive.implementation());
        }
      }
    }

    return implementations;
  }

  @Override
  public void close() {
    scope.close();
  }
}
