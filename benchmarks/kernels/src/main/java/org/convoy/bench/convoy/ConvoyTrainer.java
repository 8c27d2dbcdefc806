package org.convoy.bench.convoy;

import org.convoy.bench.BenchmarkCase;
import org.convoy.bench.Trainer;
import org.convoy.nn.network.Network;
import org.convoy.nn.network.ParameterLayout.Range;
import org.convoy.nn.network.StepContext;
import org.convoy.nn.network.StepMetrics;
import org.convoy.nn.optimizer.Optimizer;
import org.convoy.nn.optimizer.OptimizerState;
import org.convoy.nn.optimizer.Sgd;

/** Trains a network as a worker of Convoy does: one {@link Network#trainStep} for each batch. */
final class ConvoyTrainer implements Trainer {
  private static final long SEED = 1;

  private final int batchSize;
  private final Network network;
  private final Optimizer optimizer = Sgd.of(MOMENTUM, WEIGHT_DECAY);
  private final OptimizerState state;
  private long steps;

  ConvoyTrainer(BenchmarkCase benchmarkCase, int batchSize) {
    this.batchSize = batchSize;
    this.network = Network.create(ConvoyNetworks.configuration(benchmarkCase));
    this.state = OptimizerState.create(optimizer, network.layout());
    network.initialize(SEED);
  }

  @Override
  public String version() {
    return "Convoy with " + network.backend().settingName();
  }

  @Override
  public long parameterCount() {
    return network.layout().trainable().stream().mapToLong(Range::length).sum();
  }

  @Override
  public double step(float[] images, int[] labels) {
    network.input(batchSize).put(images);
    StepMetrics metrics =
        network.trainStep(labels, optimizer, state, new StepContext(steps, LEARNING_RATE, SEED));
    steps++;
    return metrics.lossSum() / metrics.examples();
  }
}
