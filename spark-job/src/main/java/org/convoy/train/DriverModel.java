package org.convoy.train;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.binding.ConfigException;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.loss.LossOutput;
import org.convoy.nn.network.NetworkBlueprint;
import org.convoy.nn.optimizer.Optimizer;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.run.ModelDescription;
import org.convoy.state.ModelState;
import org.convoy.strategy.StateSlices.Span;
import org.convoy.strategy.Strategy.Round;
import org.convoy.train.HeapNeed.Tested;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;

/**
 * What the driver knows of the model that the executors train. It never makes the network itself,
 * so it needs neither its memory nor, where executors compute on GPUs, a GPU.
 */
public final class DriverModel {
  private static final int LARGEST_EVALUATION_BATCH = 256;

  private final ConvoyConfig config;
  private final ModelDescription description;
  private final NetworkBlueprint blueprint;
  private final ReplicaSpec spec;

  private DriverModel(
      ConvoyConfig config,
      ModelDescription description,
      NetworkBlueprint blueprint,
      ReplicaSpec spec) {
    this.config = requireNonNull(config, "config is null");
    this.description = requireNonNull(description, "description is null");
    this.blueprint = requireNonNull(blueprint, "blueprint is null");
    this.spec = requireNonNull(spec, "spec is null");
  }

  /**
   * Of a run, with the kernels that this process has found best by name: executors that lack them
   * are refused rather than let round differently.
   *
   * @throws ConfigException when this process cannot run the kernels that are asked for
   */
  public static DriverModel of(ConvoyConfig config, ModelDescription description) {
    Architecture architecture = description.architecture();
    LossOutput loss = config.loss().toOutput();
    List<String> frozen = config.model().freeze();
    NetworkBlueprint blueprint =
        NetworkBlueprint.of(ModelZoo.configuration(architecture, loss), frozen);
    Optimizer optimizer = config.optimizer().toOptimizer(blueprint.layout());
    KernelChoice pinned = pin(blueprint, config.kernels().choice());
    return new DriverModel(
        config,
        description,
        blueprint,
        new ReplicaSpec(architecture, loss, optimizer, pinned, frozen));
  }

  private static KernelChoice pin(NetworkBlueprint blueprint, KernelChoice choice) {
    try {
      return blueprint.pin(choice);
    } catch (IllegalStateException | UnsupportedOperationException e) {
      throw new ConfigException(List.of("kernels: " + e.getMessage()));
    }
  }

  /** How it is trained and evaluated. */
  ConvoyConfig config() {
    return config;
  }

  /** What its images and classes are. */
  ModelDescription description() {
    return description;
  }

  /** What the executors make their replicas from. */
  ReplicaSpec spec() {
    return spec;
  }

  /** Of the flat vectors. */
  public ParameterLayout layout() {
    return blueprint.layout();
  }

  /** What the executors' kernels are. */
  public KernelChoice kernels() {
    return spec.kernels();
  }

  /**
   * How many samples are evaluated at a time: what the config says, else as many as take no more
   * memory than a training step, whatever the machine has.
   */
  int evaluationBatch() {
    return config
        .validation()
        .batchSize()
        .orElseGet(
            () ->
                blueprint.evaluationBatch(kernels(), config.batchSize(), LARGEST_EVALUATION_BATCH));
  }

  /**
   * What a run of this model takes on this Spark, going by the largest batches that these data
   * make.
   */
  public MemoryNeed memoryNeed(Datasets datasets, JavaSparkContext spark) {
    long parameters = (long) layout().size() * Float.BYTES;
    long optimizer = (long) optimizerFloats() * Float.BYTES;
    int training = Math.min(config.batchSize(), datasets.train().size());
    int evaluation = Math.min(evaluationBatch(), Evaluator.largestPartition(config, datasets));
    return new MemoryNeed(
        parameters,
        optimizer,
        blueprint.workingBytes(kernels(), training, evaluation),
        blueprint.kernelBytes(kernels()),
        batchSetting(training, evaluation),
        HeapNeed.of(
            config,
            Exchange.of(config, spark, stateFloats()),
            parameters,
            optimizer,
            datasets.test().isPresent() ? Tested.LAST_AND_BEST : Tested.NOTHING));
  }

  /** The key of the batch that takes the most memory; empty when it is 1 already. */
  private String batchSetting(int training, int evaluation) {
    // An evaluation batch that nobody set takes no more than a training step.
    boolean evaluates =
        config.validation().batchSize().isPresent()
            && blueprint.workingBytes(kernels(), 1, evaluation)
                >= blueprint.workingBytes(kernels(), training, 1);
    String setting = evaluates ? "validation.batchSize" : "batchSize";
    return (evaluates ? evaluation : training) > 1 ? setting : "";
  }

  /** A fresh model, a pure function of the config's seed. */
  ModelState initialState() {
    return new ModelState(
        blueprint.initialParameters(config.seed(), config.model().initialization()),
        new float[optimizerFloats()]);
  }

  /** Elements of the optimizer's vector. */
  int optimizerFloats() {
    return spec.optimizer().stateSize(layout().size());
  }

  /** Elements of parameters and the optimizer's vector. */
  long stateFloats() {
    return (long) layout().size() + optimizerFloats();
  }

  /** The end of a round, as a strategy sees it. */
  Round round(RoundSteps steps) {
    return new RoundEnd(steps);
  }

  private final class RoundEnd implements Round {
    private final RoundSteps steps;

    RoundEnd(RoundSteps steps) {
      this.steps = steps;
    }

    @Override
    public double learningRate() {
      return steps.learningRates().get(0);
    }

    @Override
    public List<Span> trainable() {
      return layout().trainable().stream()
          .map(range -> new Span(range.offset(), range.length()))
          .toList();
    }

    @Override
    public ModelState update(ModelState before, float[] gradients) {
      float[] updated = before.parameters().clone();
      for (ParameterLayout.Segment segment : layout().segments()) {
        if (!segment.role().isTrainable()) {
          int offset = segment.offset();
          System.arraycopy(gradients, offset, updated, offset, segment.length());
        }
      }

      float[] optimizerState = before.optimizerState().clone();
      spec.optimizer()
          .step(
              FloatBuffer.wrap(updated),
              FloatBuffer.wrap(gradients),
              FloatBuffer.wrap(optimizerState),
              layout(),
              steps.context(0, config.seed(), 0));
      return new ModelState(updated, optimizerState);
    }
  }
}
