package org.convoy.nn.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.convoy.nn.activation.ELU;
import org.convoy.nn.activation.GELU;
import org.convoy.nn.activation.Hardsigmoid;
import org.convoy.nn.activation.Hardswish;
import org.convoy.nn.activation.LeakyReLU;
import org.convoy.nn.activation.PReLU;
import org.convoy.nn.activation.RReLU;
import org.convoy.nn.activation.ReLU;
import org.convoy.nn.activation.ReLU6;
import org.convoy.nn.activation.SiLU;
import org.convoy.nn.activation.Sigmoid;
import org.convoy.nn.activation.Softmax;
import org.convoy.nn.activation.Tanh;
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.dense.Linear;
import org.convoy.nn.dropout.Dropout2d;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.onednn.plan.Implementation;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.loss.HuberOutput;
import org.convoy.nn.loss.L1Output;
import org.convoy.nn.loss.LossOutput;
import org.convoy.nn.loss.MSEOutput;
import org.convoy.nn.loss.Reduction;
import org.convoy.nn.loss.SmoothL1Output;
import org.convoy.nn.loss.Targets;
import org.convoy.nn.norm.BatchNorm2d;
import org.convoy.nn.norm.GroupNorm;
import org.convoy.nn.norm.LocalResponseNorm;
import org.convoy.nn.optimizer.OptimizerState;
import org.convoy.nn.optimizer.Sgd;
import org.convoy.nn.optimizer.StepContext;
import org.convoy.nn.pool.AdaptiveAvgPool2d;
import org.convoy.nn.pool.MaxPool2d;
import org.convoy.nn.shape.Flatten;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks of all activations, normalizations and losses, planned and layer by layer. */
class TestBuildingBlocks {
  private static final int BATCH = 4;
  private static final int CLASSES = 3;

  static List<LossOutput> losses() {
    return List.of(
        new CrossEntropyOutput(0.1),
        CrossEntropyOutput.builder().classWeights(1, 2, 0.5).labelSmoothing(0.2).build(),
        CrossEntropyOutput.builder().ignoreIndex(1).reduction(Reduction.SUM).build(),
        new MSEOutput(),
        new L1Output(Reduction.SUM),
        new SmoothL1Output(0.5, Reduction.MEAN),
        new HuberOutput(0.5, Reduction.MEAN));
  }

  /** Channels that fill blocks, and some that do not. */
  @ParameterizedTest
  @ValueSource(ints = {16, 6})
  void plansRunEveryBlockAsTheLayersDo(int channels) {
    ComputationGraphConfiguration configuration = network(channels, new CrossEntropyOutput());
    try (Network planned = create(configuration, Backend.ONEDNN);
        Network layered = create(configuration, Backend.ND4J)) {
      assertThat(planned.implementations(BATCH)).noneMatch(Implementation::isReference);
      for (int step = 0; step < 2; step++) {
        Targets targets = Targets.ofClasses(fill(planned, step));
        fill(layered, step);
        StepMetrics expected = layered.computeGradients(targets, step);
        StepMetrics actual = planned.computeGradients(targets, step);
        assertThat(actual.lossSum()).isCloseTo(expected.lossSum(), within(1e-4));
        assertClose(planned.gradients(), layered.gradients());
        assertClose(planned.parameters(), layered.parameters());
        assertClose(planned.logits(BATCH), layered.logits(BATCH));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void everyLossTrainsOnClassesAndOnValues(LossOutput loss) {
    ComputationGraphConfiguration configuration = network(8, loss);
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
    try (Network planned = create(configuration, Backend.ONEDNN);
        Network layered = create(configuration, Backend.ND4J)) {
      for (Targets targets : List.of(Targets.ofClasses(0, 1, 2, 2), mixed())) {
        fill(planned, 1);
        fill(layered, 1);
        StepMetrics expected = layered.computeGradients(targets, 3);
        StepMetrics actual = planned.computeGradients(targets, 3);
        assertThat(actual.lossSum()).isCloseTo(expected.lossSum(), within(1e-4));
        assertThat(actual.correct()).isEqualTo(expected.correct());
        assertClose(planned.gradients(), layered.gradients());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void trainsTowardsMixedTargets(LossOutput loss) {
    try (Network network = create(network(8, loss), Backend.ONEDNN);
        OptimizerState state = OptimizerState.create(Sgd.plain(), network.layout())) {
      fill(network, 1);
      double before = network.evaluate(mixed()).lossSum();
      for (int step = 0; step < 100; step++) {
        network.trainStep(mixed(), Sgd.plain(), state, new StepContext(step, 0.01, 1));
      }

      assertThat(network.evaluate(mixed()).lossSum()).isLessThan(before);
      assertThat(network.evaluate(mixed()).examples()).isEqualTo(BATCH);
    }
  }

  private static Targets mixed() {
    float[] rows = {0.7f, 0.3f, 0, 0, 1, 0, 0.1f, 0.3f, 0.6f, 0.45f, 0, 0.55f};
    return Targets.ofValues(rows, CLASSES);
  }

  private static ComputationGraphConfiguration network(int channels, LossOutput loss) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder().seed(5).graphBuilder().addInputs("input");
    String latest = "input";
    int index = 0;
    for (Layer layer : layers(channels)) {
      String name = index++ + "_" + layer.getClass().getSimpleName();
      graph.addLayer(name, layer, latest);
      latest = name;
    }

    return graph
        .addLayer("loss", loss, latest)
        .setOutputs("loss")
        .setInputTypes(InputType.convolutional(7, 6, 3))
        .build();
  }

  private static List<Layer> layers(int channels) {
    return List.of(
        conv(channels),
        new Sigmoid(),
        conv(channels),
        new GroupNorm(2, channels),
        new ReLU(),
        MaxPool2d.builder(2).stride(1).build(),
        new LocalResponseNorm(5, 0.5, 0.75, 1),
        conv(channels),
        BatchNorm2d.builder().withoutAffine().build(),
        new SiLU(),
        conv(channels),
        BatchNorm2d.builder().cumulativeAverage().build(),
        new ReLU6(),
        new PReLU(),
        new GroupNorm(channels, channels).withoutAffine(),
        new ReLU(),
        conv(channels),
        new ELU(),
        new PReLU(channels),
        conv(channels),
        BatchNorm2d.builder().withoutRunningStats().build(),
        new Hardswish(),
        new Hardsigmoid(),
        new Dropout2d(0.2),
        new LeakyReLU(),
        conv(channels),
        new RReLU(),
        new LocalResponseNorm(2),
        new Softmax(1),
        conv(channels),
        new Tanh(),
        AdaptiveAvgPool2d.of(2),
        new Flatten(),
        Linear.of(10),
        new GELU(),
        new GroupNorm(2, 10),
        GELU.approximatedByTanh(),
        new PReLU(10),
        new Softmax(-1),
        Linear.of(CLASSES));
  }

  private static Conv2d conv(int channels) {
    return Conv2d.builder(channels, 3).padding(1).build();
  }

  private static Network create(ComputationGraphConfiguration configuration, Backend backend) {
    Network network = Network.create(configuration, KernelChoice.of(backend));
    network.initialize(3);
    return network;
  }

  private static int[] fill(Network network, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[BATCH * 3 * 7 * 6];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }

    network.input(BATCH).put(values);
    return random.ints(BATCH, 0, CLASSES).toArray();
  }

  private static void assertClose(float[] actual, float[] expected) {
    double largest =
        IntStream.range(0, expected.length)
            .mapToDouble(i -> expected[i])
            .map(Math::abs)
            .max()
            .orElse(0);
    assertThat(actual).containsExactly(expected, within((float) (1e-3 * largest)));
  }
}
