package org.convoy.bench.convoy;

import org.convoy.bench.BenchmarkCase;
import org.convoy.bench.Trainer;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.Isa;
import org.convoy.nn.kernel.KernelBackend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.network.Network;
import org.convoy.nn.network.StepMetrics;
import org.convoy.nn.optimizer.Optimizer;
import org.convoy.nn.optimizer.OptimizerState;
import org.convoy.nn.optimizer.Sgd;
import org.convoy.nn.optimizer.StepContext;
import org.convoy.nn.parameter.ParameterLayout.Range;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;

/** Trains a network as a worker of Convoy does: one {@link Network#trainStep} for each batch. */
final class ConvoyTrainer implements Trainer {
  private static final long SEED = 1;

  private final int batchSize;
  private final Backend backend;
  private final Network network;
  private final Optimizer optimizer = Sgd.of(MOMENTUM, WEIGHT_DECAY);
  private final OptimizerState state;
  private long steps;

  /**
   * @throws UnsupportedOperationException if the kernels that this machine has cannot run the
   *     network: a benchmark must not fall back on others unnoticed
   */
  ConvoyTrainer(BenchmarkCase benchmarkCase, int batchSize, Backend kernels, Precision precision) {
    this.batchSize = batchSize;
    this.backend = KernelBackend.resolve(new KernelChoice(kernels, Isa.AUTO, precision));
    this.network =
        Network.create(
            ModelZoo.configuration(architecture(benchmarkCase)),
            new KernelChoice(backend, Isa.AUTO, precision));
    this.state = OptimizerState.create(optimizer, network.layout());
    network.initialize(SEED);
  }

  private static Architecture architecture(BenchmarkCase benchmarkCase) {
    String name =
        benchmarkCase == BenchmarkCase.VGG11_BN ? "vgg11_bn_cifar" : benchmarkCase.caseName();
    return new Architecture(
        name,
        BenchmarkCase.CLASSES,
        benchmarkCase.channels(),
        benchmarkCase.height(),
        benchmarkCase.width());
  }

  @Override
  public String version() {
    return "Convoy with " + backend.settingName();
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
    return metrics.loss();
  }
}
