package org.convoy.nn.network;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.convoy.common.argument.Bounds;
import org.convoy.nn.hook.HookHandle;
import org.convoy.nn.hook.HookRegistry;
import org.convoy.nn.hook.LayerHook;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.BufferLimit;
import org.convoy.nn.kernel.KernelBackend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.KernelLibrary;
import org.convoy.nn.kernel.KernelProfile;
import org.convoy.nn.kernel.NativeThreads;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.kernel.onednn.plan.Implementation;
import org.convoy.nn.kernel.onednn.plan.PlanMemory;
import org.convoy.nn.loss.Loss;
import org.convoy.nn.loss.LossOutput;
import org.convoy.nn.loss.Targets;
import org.convoy.nn.optimizer.Optimizer;
import org.convoy.nn.optimizer.OptimizerState;
import org.convoy.nn.optimizer.StepContext;
import org.convoy.nn.parameter.ParameterLayout;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A trainable network: a DL4J ComputationGraph whose parameters, running statistics included, and
 * gradients are flat float vectors. Not thread-safe: one thread at a time, but any thread.
 *
 * <p>Every result is a function of the parameters, the input, the labels and the {@link
 * StepContext}: a fresh network and a reused one give the same bytes. Native memory is freed by
 * {@link #close}.
 */
public final class Network implements AutoCloseable {
  private final NetworkGraph graph;
  private final NetworkBlueprint blueprint;
  private final Execution execution;
  private final FloatBuffer parameters;
  private final FloatBuffer gradients;
  private final HookRegistry hooks;
  private final HookedExecution hooked;
  private int preparedBatch;
  private NetworkProfile profile;

  private Network(
      ComputationGraphConfiguration configuration,
      List<String> frozen,
      Function<Network, Execution> execution) {
    graph = new NetworkGraph(configuration);
    try {
      blueprint = NetworkBlueprint.of(graph.getConfiguration(), frozen);
      parameters = ArrayMemory.floats(graph.params());
      gradients = ArrayMemory.floats(flat(graph.getFlattenedGradients()));
      zeroUntrained();
      hooks = new HookRegistry(summary().stream().map(LayerSummary::name).toList());
      this.execution = execution.apply(this);
      hooked = new HookedExecution(graph, blueprint.outputs(), hooks, this.execution, inputShape());
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  /** No pass writes the gradients there; all others are written before they are read. */
  private void zeroUntrained() {
    for (ParameterLayout.Segment segment : layout().segments()) {
      if (!layout().isTrainable(segment)) {
        gradients.put(segment.offset(), new float[segment.length()]);
      }
    }
  }

  /**
   * Makes a network with the kernels that suit this machine best. Its parameters are initialized
   * from the configuration's seed.
   *
   * @throws IllegalArgumentException if the configuration has layers that are not Convoy's, no
   *     input types, or not one input and one {@link LossOutput}
   */
  public static Network create(ComputationGraphConfiguration configuration) {
    return create(configuration, KernelChoice.automatic());
  }

  /**
   * As {@link #create(ComputationGraphConfiguration)}, with the kernels of this choice.
   *
   * @throws IllegalStateException if the choice cannot be met in this process
   * @throws UnsupportedOperationException if oneDNN or libtorch was asked for by name and cannot
   *     run the network; the message names the layer
   */
  public static Network create(ComputationGraphConfiguration configuration, KernelChoice choice) {
    return create(configuration, choice, List.of());
  }

  /**
   * As {@link #create(ComputationGraphConfiguration, KernelChoice)}, with parameters that stay as
   * they are. Running statistics move in training all the same, as in PyTorch. Of layers before all
   * that is trained, {@link Backend#ONEDNN} and {@link Backend#LIBTORCH} run no backward pass.
   *
   * @param frozen names of parameters or patterns of them, as of {@link FrozenParameters#freeze}
   * @throws IllegalArgumentException if a pattern matches no parameter
   */
  public static Network create(
      ComputationGraphConfiguration configuration, KernelChoice choice, List<String> frozen) {
    NativeThreads.useOne();
    Backend backend = KernelBackend.resolve(choice);
    if (backend == Backend.ND4J) {
      return new Network(copy(configuration), frozen, Network::layered);
    }

    if (backend == Backend.LIBTORCH) {
      KernelLibrary library = KernelBackend.libtorch(choice.isa());
      return new Network(copy(configuration), frozen, network -> network.by(library));
    }

    Precision precision = choice.precision();
    return choice.mayFallBack()
        ? new Network(copy(configuration), frozen, Network::plannedOrLayered)
        : new Network(copy(configuration), frozen, network -> network.planned(precision));
  }

  /** DL4J's clone loses the order of the vertices, which is that of the parameters. */
  private static ComputationGraphConfiguration copy(ComputationGraphConfiguration configuration) {
    ComputationGraphConfiguration copy = configuration.clone();
    copy.setTopologicalOrder(configuration.getTopologicalOrder());
    copy.setTopologicalOrderStr(configuration.getTopologicalOrderStr());
    return copy;
  }

  private Execution layered() {
    return new GraphExecution(graph, blueprint.outputs(), inputShape(), classes());
  }

  private Execution by(KernelLibrary library) {
    return new LibraryExecution(blueprint, library, parameters, gradients);
  }

  private Execution planned(Precision precision) {
    PlanMemory memory = new PlanMemory(parameters, gradients);
    PlanExecution planned = new PlanExecution(blueprint, precision, memory);
    planned.checkSupported();
    return planned;
  }

  private Execution plannedOrLayered() {
    try {
      return planned(Precision.F32);
    } catch (UnsupportedOperationException e) {
      KernelBackend.fellBack(e.getMessage());
      return layered();
    }
  }

  /** Who does the arithmetic; not {@link Backend#AUTO}. */
  public Backend backend() {
    return pinnedKernels().backend();
  }

  /**
   * The choice that makes the same arithmetic elsewhere: backend and instruction set by name, or
   * refused where there is no such.
   */
  public KernelChoice pinnedKernels() {
    return execution.kernels();
  }

  /**
   * Shows a hook what layers compute in the passes from now on, in training and in evaluation.
   *
   * <p>While there are hooks, layers run one by one on ND4J's kernels, so that each layer's own
   * output exists: the same bytes as without hooks on {@link Backend#ND4J}; elsewhere other
   * roundings, slower, and the faster kernels run again once the last hook is removed.
   *
   * @param layers a layer's name, or several as a pattern such as layer1.*: * stands for any
   *     characters, dots included, ? for one
   * @throws IllegalArgumentException if no layer matches; the message names the nearest
   */
  public HookHandle registerHook(String layers, LayerHook hook) {
    return hooks.register(layers, hook);
  }

  private Execution execution() {
    return hooks.isEmpty() ? execution : hooked;
  }

  /** What runs each pass of each layer at this batch size; empty where layers run one by one. */
  List<Implementation> implementations(int batchSize) {
    return execution instanceof PlanExecution planned
        ? planned.implementations(batchSize)
        : List.of();
  }

  /** The graph itself; it shares this network's parameters. */
  public ComputationGraph graph() {
    return graph;
  }

  /** Where each tensor lies in the flat vectors. */
  public ParameterLayout layout() {
    return blueprint.layout();
  }

  /** Shape of one example of the input: [channels, height, width] or [features]. */
  public List<Integer> inputShape() {
    return blueprint.inputShape();
  }

  /** The number of classes. */
  public int classes() {
    return blueprint.classes();
  }

  /** Fresh parameters: a function of the seed, the tensors' names and shapes, and nothing else. */
  public void initialize(long seed) {
    new NetworkInitializer(graph.getConfiguration()).initialize(currentParameters(), seed);
  }

  /** As {@link #initialize(long)}, by this initialization in place of the layers' own. */
  public void initialize(long seed, NetworkInitialization initialization) {
    new NetworkInitializer(graph.getConfiguration())
        .initialize(currentParameters(), seed, initialization);
  }

  /** A copy of the flat parameter vector. */
  public float[] parameters() {
    float[] values = new float[layout().size()];
    currentParameters().get(0, values);
    return values;
  }

  /**
   * Replaces all parameters and running statistics.
   *
   * @throws IllegalArgumentException if the length differs from the layout's size
   */
  public void setParameters(float[] values) {
    if (values.length != layout().size()) {
      throw new IllegalArgumentException(
          "Expected " + layout().size() + " parameters, got " + values.length);
    }

    currentParameters().put(0, values);
  }

  /**
   * Copies a stretch of the flat parameter vector, for those that do not hold two of them.
   *
   * @param offset of the stretch in the parameter vector
   * @param target where it goes, from {@code from} on
   */
  public void readParameters(int offset, float[] target, int from, int length) {
    currentParameters().get(offset, target, from, length);
  }

  /** Replaces a stretch of the parameters and running statistics, from an offset on. */
  public void writeParameters(int offset, float[] values) {
    currentParameters().put(offset, values);
  }

  /** As {@link #readParameters}, of the gradient of the latest step's loss. */
  public void readGradients(int offset, float[] target, int from, int length) {
    currentGradients().get(offset, target, from, length);
  }

  /**
   * The flat parameter vector itself, for those that change it in place between two steps: the
   * bytes of floats in native order, in a direct buffer, with which the next pass computes. To be
   * asked for each time.
   */
  public ByteBuffer parameterMemory() {
    return memory(graph.params());
  }

  /** As {@link #parameterMemory}, of the gradient of the latest step's loss. */
  public ByteBuffer gradientMemory() {
    return memory(flat(graph.getFlattenedGradients()));
  }

  private static ByteBuffer memory(INDArray vector) {
    ArrayMemory.refresh(vector);
    return ArrayMemory.bytes(vector);
  }

  /** A copy of the gradient of the latest step's loss; zero at running statistics. */
  public float[] gradients() {
    float[] values = new float[layout().size()];
    currentGradients().get(0, values);
    return values;
  }

  /**
   * The memory of the next batch's input: a direct buffer in native order, at position 0, into
   * which the caller writes batch * channels * height * width floats (NCHW). Valid until the next
   * call of this method or {@link #close}.
   *
   * @throws IllegalArgumentException if the batch has more floats than {@link BufferLimit#FLOATS}
   */
  public FloatBuffer input(int batchSize) {
    Bounds.COUNT.check("Batch size", batchSize);
    blueprint.checkBatch(batchSize);
    preparedBatch = batchSize;
    return execution.input(batchSize);
  }

  /**
   * One step on what was written to {@code input(labels.length)}: forward, loss, backward, update.
   *
   * @throws IllegalStateException if the input was prepared for another batch size
   * @throws IllegalArgumentException if a label is not in 0 … classes - 1
   */
  public StepMetrics trainStep(
      int[] labels, Optimizer optimizer, OptimizerState state, StepContext step) {
    return trainStep(Targets.ofClasses(labels), optimizer, state, step);
  }

  /** As the other, with any targets, such as those of mixed images. */
  public StepMetrics trainStep(
      Targets targets, Optimizer optimizer, OptimizerState state, StepContext step) {
    StepMetrics metrics = computeGradients(targets, step.seed());
    update(optimizer, state, step);
    return metrics;
  }

  /** The second part of {@link #trainStep}, after {@link #computeGradients}. */
  public void update(Optimizer optimizer, OptimizerState state, StepContext step) {
    timed(
        "optimizer",
        "update",
        () ->
            optimizer.step(
                currentParameters(), currentGradients(), state.buffer(), layout(), step));
  }

  private void timed(String what, String pass, Runnable work) {
    if (profile == null) {
      work.run();
    } else {
      profile.time(what, pass, work);
    }
  }

  /**
   * The Euclidean norm of all gradients of the latest {@link #computeGradients}, before penalties
   * and clipping; an {@link #update} may overwrite them.
   */
  public double gradientNorm() {
    double[] norm = new double[1];
    timed(
        "gradient norm",
        "update",
        () -> norm[0] = GradientNorm.of(currentGradients(), layout().trainable()));
    return norm[0];
  }

  /** The first part of {@link #trainStep}: all but the update; see {@link #gradients}. */
  public StepMetrics computeGradients(int[] labels, long seed) {
    return computeGradients(Targets.ofClasses(labels), seed);
  }

  /** As the other, with any targets. */
  public StepMetrics computeGradients(Targets targets, long seed) {
    check(targets);
    return profile == null
        ? execution().forwardBackward(targets, seed)
        : profile.step(execution(), targets, seed);
  }

  /** From now on the passes of training steps are timed, until {@link #takeProfile}. */
  public void startProfile() {
    profile = new NetworkProfile(summary());
  }

  /**
   * Where the time went since {@link #startProfile}, which has to be called before: by layer and
   * pass on {@link Backend#ONEDNN}, as a whole where layers run one by one. A first step of a batch
   * size, which plans, is left out.
   */
  public KernelProfile takeProfile() {
    KernelProfile taken = profile.take(backend());
    profile = null;
    return taken;
  }

  /**
   * The loss in evaluation mode of what was written to {@code input(labels.length)}; auxiliary
   * classifiers have no part in it.
   */
  public StepMetrics evaluate(int[] labels) {
    return evaluate(Targets.ofClasses(labels));
  }

  /** As the other, with any targets. */
  public StepMetrics evaluate(Targets targets) {
    return evaluate(targets, logits -> {});
  }

  /**
   * As the other, shown what the loss is of.
   *
   * @param logits given the logits, [batch, classes] row by row, which are not to be changed
   */
  public StepMetrics evaluate(Targets targets, Consumer<double[]> logits) {
    check(targets);
    double[] outputs = execution().logits(targets.examples());
    logits.accept(outputs);
    return StepMetrics.of(targets, evaluationLoss().of(outputs, targets));
  }

  /** Logits in evaluation mode, [batch, classes] row by row. */
  public float[] logits(int batchSize) {
    checkPrepared(batchSize);
    return toFloats(execution().logits(batchSize));
  }

  /**
   * Logits in evaluation mode, and backward from a gradient by them, layer by layer: as {@code
   * logits.backward(gradient)} after {@code model.eval()}. Hooks are shown both passes, {@link
   * #gradients} then gives the gradient by the parameters, and no parameter changes.
   *
   * @param logitsGradient [batch, classes] row by row; 1 at one class gives that logit's gradients
   * @return the logits, [batch, classes] row by row
   * @throws IllegalArgumentException if the gradient is of another length
   */
  public float[] evaluateGradients(int batchSize, double[] logitsGradient) {
    checkPrepared(batchSize);
    if (logitsGradient.length != batchSize * classes()) {
      throw new IllegalArgumentException(
          "Expected the gradient of %d x %d logits, got %d values"
              .formatted(batchSize, classes(), logitsGradient.length));
    }

    return toFloats(hooked.evaluateGradients(batchSize, logitsGradient));
  }

  private static float[] toFloats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }

    return floats;
  }

  /** The vertices in the order they run, inputs and loss left out. */
  public List<LayerSummary> summary() {
    return blueprint.summary();
  }

  @Override
  public void close() {
    execution.close();
    graph.close();
    Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
  }

  private void check(Targets targets) {
    checkPrepared(targets.examples());
    targets.check(classes(), evaluationLoss());
  }

  private void checkPrepared(int batchSize) {
    if (batchSize != preparedBatch) {
      throw new IllegalStateException(
          "Input was prepared for a batch of %s, not of %s; call input(%s) and fill it first"
              .formatted(preparedBatch, batchSize, batchSize));
    }
  }

  /** On the host: what is written there is what the next pass computes with. */
  private FloatBuffer currentParameters() {
    ArrayMemory.refresh(graph.params());
    return parameters;
  }

  private FloatBuffer currentGradients() {
    ArrayMemory.refresh(graph.getFlattenedGradients());
    return gradients;
  }

  private Loss evaluationLoss() {
    return blueprint.outputs().loss().evaluationLoss();
  }

  private static INDArray flat(INDArray array) {
    return array.reshape(array.length());
  }

  @Override
  public String toString() {
    return "Network[input=%s, classes=%s, vertices=%s]"
        .formatted(inputShape(), classes(), Arrays.toString(graph.topologicalSortOrder()));
  }
}
