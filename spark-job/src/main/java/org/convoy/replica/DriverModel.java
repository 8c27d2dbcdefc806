package org.convoy.replica;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.binding.ConfigException;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.loss.LossOutput;
import org.convoy.nn.network.NetworkBlueprint;
import org.convoy.nn.optimizer.Optimizer;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.run.ModelDescription;
import org.convoy.state.ModelState;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;

/**
 * What the driver knows of the model that the executors train. It never makes the network itself,
 * so it needs neither its memory nor, where executors compute on GPUs, a GPU.
 *
 * @param config how it is trained and evaluated
 * @param description what its images and classes are
 * @param blueprint the network, as it is known before it is made
 * @param spec what the executors make their replicas from
 */
public record DriverModel(
    ConvoyConfig config,
    ModelDescription description,
    NetworkBlueprint blueprint,
    ReplicaSpec spec) {
  private static final int LARGEST_EVALUATION_BATCH = 256;

  public DriverModel {
    requireNonNull(config, "config is null");
    requireNonNull(description, "description is null");
    requireNonNull(blueprint, "blueprint is null");
    requireNonNull(spec, "spec is null");
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
  public int evaluationBatch() {
    return config
        .validation()
        .batchSize()
        .orElseGet(
            () ->
                blueprint.evaluationBatch(kernels(), config.batchSize(), LARGEST_EVALUATION_BATCH));
  }

  /** A fresh model, a pure function of the config's seed. */
  public ModelState initialState() {
    return new ModelState(
        blueprint.initialParameters(config.seed(), config.model().initialization()),
        new float[optimizerFloats()]);
  }

  /** Elements of the optimizer's vector. */
  public int optimizerFloats() {
    return spec.optimizer().stateSize(layout().size());
  }

  /** Elements of parameters and the optimizer's vector. */
  public long stateFloats() {
    return (long) layout().size() + optimizerFloats();
  }
}
