package org.convoy.train;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import org.convoy.data.Sample;
import org.convoy.data.transform.ToTensorNormalize;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.layer.ParameterLayout;
import org.convoy.nn.network.Network;
import org.convoy.nn.network.NetworkInitialization;
import org.convoy.nn.network.StepMetrics;
import org.convoy.nn.optimizer.Optimizer;
import org.convoy.nn.optimizer.OptimizerState;
import org.convoy.nn.optimizer.StepContext;
import org.convoy.train.config.ConfigException;
import org.convoy.train.state.ModelState;
import org.convoy.train.state.Tally;
import org.convoy.zoo.ModelZoo;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/** A network instance with its optimizer, ready to train or evaluate minibatches of samples. */
final class Replica implements AutoCloseable {
  private final ReplicaSpec spec;
  private final Network network;
  private final Optimizer optimizer;
  private final OptimizerState optimizerState;
  private final ToTensorNormalize toTensor;

  private Replica(ReplicaSpec spec, Network network) {
    this.spec = spec;
    this.network = network;
    this.optimizer = spec.optimizer();
    this.optimizerState = OptimizerState.create(optimizer, network.layout());
    this.toTensor = spec.toTensor();
  }

  /**
   * Builds a replica.
   *
   * @throws ConfigException when this process cannot run the kernels that are asked for
   */
  static Replica create(ReplicaSpec spec) {
    ComputationGraphConfiguration configuration = ModelZoo.configuration(spec.architecture());
    try {
      return new Replica(spec, Network.create(configuration, spec.kernels()));
    } catch (IllegalStateException | UnsupportedOperationException e) {
      throw new ConfigException(List.of("kernels: " + e.getMessage()));
    }
  }

  KernelChoice pinnedKernels() {
    return network.pinnedKernels();
  }

  ReplicaSpec spec() {
    return spec;
  }

  ParameterLayout layout() {
    return network.layout();
  }

  /**
   * A fresh model, a pure function of the seed.
   *
   * @param initialization in place of the network's own, if any
   */
  ModelState initialState(long seed, Optional<NetworkInitialization> initialization) {
    initialization.ifPresentOrElse(
        other -> network.initialize(seed, other), () -> network.initialize(seed));
    int parameters = network.layout().size();
    return new ModelState(network.parameters(), new float[optimizer.stateSize(parameters)]);
  }

  /** For evaluation, which needs no optimizer. */
  void loadParameters(float[] parameters) {
    network.setParameters(parameters);
  }

  void load(ModelState state) {
    loadParameters(state.parameters());
    optimizerState.setValues(state.optimizerState());
  }

  ModelState state() {
    return new ModelState(network.parameters(), optimizerState.values());
  }

  /** Forward, loss, backward and one optimizer update on a minibatch. */
  Tally train(List<Sample> batch, StepContext step) {
    return tally(network.trainStep(fill(batch), optimizer, optimizerState, step));
  }

  /** Forward and loss on a batch, in evaluation mode. */
  Tally evaluate(List<Sample> batch) {
    return tally(network.evaluate(fill(batch)));
  }

  /** Writes the images into the network's input and returns their labels. */
  private int[] fill(List<Sample> batch) {
    FloatBuffer input = network.input(batch.size());
    int[] labels = new int[batch.size()];
    for (int i = 0; i < labels.length; i++) {
      toTensor.write(batch.get(i).image(), input, i);
      labels[i] = batch.get(i).label();
    }

    return labels;
  }

  private static Tally tally(StepMetrics metrics) {
    return new Tally(metrics.examples(), metrics.lossSum(), metrics.correct());
  }

  @Override
  public void close() {
    network.close();
    optimizerState.close();
  }
}
