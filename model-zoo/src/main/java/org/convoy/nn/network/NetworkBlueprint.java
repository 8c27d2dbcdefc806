package org.convoy.nn.network;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convoy.nn.dl4j.ConvoyConfiguration;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.BufferLimit;
import org.convoy.nn.kernel.KernelBackend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.NativeThreads;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.kernel.onednn.Plan;
import org.convoy.nn.loss.LossOutput;
import org.convoy.nn.op.OperationNode;
import org.convoy.nn.parameter.ParameterLayout;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * All that is known of a network without making it: its layout, its first parameters, its layers,
 * the kernels that can run it, the memory it will take. Nothing here holds native memory, and a
 * build for GPUs loads no native library for it: there, a driver needs no GPU.
 */
public final class NetworkBlueprint {
  /** Batch normalization may refuse a batch of one example. */
  private static final int SMALL_BATCH = 2;

  private final ComputationGraphConfiguration configuration;
  private final ParameterLayout layout;
  private final NetworkOutputs outputs;
  private final List<Integer> inputShape;

  private NetworkBlueprint(ComputationGraphConfiguration configuration, List<String> frozen) {
    this.configuration = requireNonNull(configuration, "configuration is null");
    layout = FrozenParameters.freeze(ParameterLayout.of(configuration), frozen);
    outputs = NetworkOutputs.of(configuration);
    inputShape = inputShapeOf(configuration);
  }

  /**
   * Of a configuration.
   *
   * @param configuration with a topological order, which all that {@link
   *     org.convoy.zoo.ModelZoo#configuration} makes have
   * @throws IllegalArgumentException if it has layers that are not Convoy's, no input types, or not
   *     one input and one {@link LossOutput}
   */
  public static NetworkBlueprint of(ComputationGraphConfiguration configuration) {
    return of(configuration, List.of());
  }

  /**
   * As {@link #of(ComputationGraphConfiguration)}, with parameters that stay as they are.
   *
   * @param frozen names of parameters or patterns of them, as of {@link FrozenParameters#freeze}
   * @throws IllegalArgumentException if a pattern matches no parameter
   */
  public static NetworkBlueprint of(
      ComputationGraphConfiguration configuration, List<String> frozen) {
    return new NetworkBlueprint(configuration, frozen);
  }

  /** Where each tensor lies in the flat vectors. */
  public ParameterLayout layout() {
    return layout;
  }

  /** Shape of one example of the input: [channels, height, width] or [features]. */
  public List<Integer> inputShape() {
    return inputShape;
  }

  /** The number of classes. */
  public int classes() {
    return outputs.loss().classes();
  }

  /**
   * A fresh flat parameter vector: a function of the seed, the tensors' names and shapes, and
   * nothing else.
   *
   * @param initialization in place of the layers' own, if any
   */
  public float[] initialParameters(long seed, Optional<NetworkInitialization> initialization) {
    float[] parameters = new float[layout.size()];
    NetworkInitializer initializer = new NetworkInitializer(configuration);
    FloatBuffer values = FloatBuffer.wrap(parameters);
    initialization.ifPresentOrElse(
        other -> initializer.initialize(values, seed, other),
        () -> initializer.initialize(values, seed));
    return parameters;
  }

  /**
   * What a choice comes to for this network on this machine, by name: executors that lack it are
   * refused rather than let round differently.
   *
   * @throws IllegalStateException if the choice cannot be met in this process
   * @throws UnsupportedOperationException if oneDNN or libtorch was asked for by name and cannot
   *     run the network; the message names the layer
   */
  public KernelChoice pin(KernelChoice choice) {
    Backend backend = KernelBackend.resolve(choice);
    if (backend == Backend.LIBTORCH) {
      operations();
      return choice.pinned(backend, KernelBackend.libtorch(choice.isa()).instructionSet());
    }

    return backend == Backend.ONEDNN && isPlannable(choice)
        ? choice.pinned(backend, KernelBackend.instructionSet())
        : KernelChoice.of(Backend.ND4J);
  }

  private boolean isPlannable(KernelChoice choice) {
    try {
      List<String> inFloats =
          Plan.inFloats(operations(), inputShape, SMALL_BATCH, choice.precision());
      if (choice.precision() != Precision.F32) {
        KernelBackend.inFloats(choice.precision(), operations().size(), inFloats);
      }

      return true;
    } catch (UnsupportedOperationException e) {
      if (!choice.mayFallBack()) {
        throw e;
      }

      KernelBackend.fellBack(e.getMessage());
      return false;
    }
  }

  /**
   * Bytes of native memory for a batch's input and all that the passes of one network make of it,
   * without parameters, gradients and optimizer state. Exact where oneDNN runs the network; where
   * layers run one by one, each layer's output and its gradient, which is the least they need.
   *
   * @param kernels as {@link #pin} gave them
   * @param trainingBatch examples of a training step
   * @param evaluationBatch examples of an evaluation step
   * @throws IllegalArgumentException if a batch is too large for a buffer; the message has the
   *     numbers
   */
  public long workingBytes(KernelChoice kernels, int trainingBatch, int evaluationBatch) {
    int largest = Math.max(trainingBatch, evaluationBatch);
    checkBatch(largest);
    // Plans share one arena, as large as the largest of them.
    return inputBytes(largest)
        + Math.max(
            trainingBytes(kernels, trainingBatch), evaluationBytes(kernels, evaluationBatch));
  }

  /**
   * Bytes of native memory that the kernels themselves take in a process, whatever the number of
   * its networks: compiled code and descriptions for a whole batch and a shorter last one, trained
   * and evaluated. An estimate by the number of primitives; 0 where layers run one by one.
   *
   * @param kernels as {@link #pin} gave them
   */
  public long kernelBytes(KernelChoice kernels) {
    if (kernels.backend() != Backend.ONEDNN) {
      return 0;
    }

    NativeThreads.useOne();
    return 2
        * (Plan.trainingKernelBytes(operations(), inputShape, SMALL_BATCH, kernels.precision())
            + Plan.evaluationKernelBytes(
                evaluatedOperations(), inputShape, SMALL_BATCH, kernels.precision()));
  }

  /** Refuses batches whose input does not fit a buffer. */
  void checkBatch(int batchSize) {
    BufferLimit.checkBatch("The input", elements(inputShape), batchSize);
  }

  /**
   * The largest power of two whose evaluation step takes no more native memory than a training
   * step; 1 if none does. It depends on network, batch and kernels alone.
   *
   * @param kernels as {@link #pin} gave them
   * @param trainingBatch examples of a training step
   * @param largest what it is not to pass, at least 1
   */
  public int evaluationBatch(KernelChoice kernels, int trainingBatch, int largest) {
    int batch = Integer.highestOneBit(largest);
    if (trainingBatch >= batch) {
      return batch; // going back needs what evaluation does not keep
    }

    long limit = inputBytes(trainingBatch) + trainingBytes(kernels, trainingBatch);
    while (batch > trainingBatch && evaluationTakesMore(kernels, batch, limit)) {
      batch /= 2;
    }

    return batch;
  }

  private boolean evaluationTakesMore(KernelChoice kernels, int batch, long limit) {
    return elements(inputShape) * batch > BufferLimit.FLOATS
        || inputBytes(batch) + evaluationBytes(kernels, batch) > limit;
  }

  private long inputBytes(int batch) {
    return elements(inputShape) * batch * Float.BYTES;
  }

  /** Of a training step, without its input. */
  private long trainingBytes(KernelChoice kernels, int batch) {
    if (kernels.backend() != Backend.ONEDNN) {
      return 2 * layerBytes(batch);
    }

    NativeThreads.useOne();
    return Plan.trainingArenaBytes(operations(), inputShape, batch, kernels.precision());
  }

  /** Of an evaluation step, without its input. */
  private long evaluationBytes(KernelChoice kernels, int batch) {
    if (kernels.backend() != Backend.ONEDNN) {
      return layerBytes(batch);
    }

    NativeThreads.useOne();
    return Plan.evaluationArenaBytes(evaluatedOperations(), inputShape, batch, kernels.precision());
  }

  /** Each layer's output. */
  private long layerBytes(int batch) {
    long outputs = summary().stream().mapToLong(layer -> elements(layer.outputShape())).sum();
    return outputs * Float.BYTES * batch;
  }

  private static long elements(List<Integer> shape) {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** The vertices in the order they run, inputs and loss left out. */
  public List<LayerSummary> summary() {
    return LayerSummary.of(configuration);
  }

  /** Where the passes end. */
  public NetworkOutputs outputs() {
    return outputs;
  }

  /**
   * What training computes, in topological order; last what the loss takes.
   *
   * @throws UnsupportedOperationException if a layer is no operation; the message names it
   */
  List<OperationNode> operations() {
    return OperationGraph.of(configuration, outputs.lossVertex(), layout);
  }

  /** The first of them, which are all that evaluation computes; last the logits. */
  List<OperationNode> evaluatedOperations() {
    List<OperationNode> all = operations();
    List<String> names = all.stream().map(OperationNode::name).toList();
    return all.subList(0, outputs.evaluated(names).size());
  }

  private static List<Integer> inputShapeOf(ComputationGraphConfiguration configuration) {
    String input = NetworkOutputs.onlyName("input", configuration.getNetworkInputs());
    for (Map.Entry<String, List<String>> inputs : configuration.getVertexInputs().entrySet()) {
      Optional<ConvoyConfiguration> layer = ConvoyConfiguration.at(configuration, inputs.getKey());
      if (inputs.getValue().contains(input)
          && layer.isPresent()
          && !layer.get().inputShape().isEmpty()) {
        return layer.get().inputShape();
      }
    }

    throw new IllegalArgumentException(
        "The configuration has no input types; call setInputTypes on its builder");
  }
}
