package org.convoy.libtorch;

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
import org.convoy.nn.dropout.Dropout;
import org.convoy.nn.dropout.Dropout2d;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.network.Network;
import org.convoy.nn.network.StepMetrics;
import org.convoy.nn.norm.BatchNorm2d;
import org.convoy.nn.norm.GroupNorm;
import org.convoy.nn.norm.LayerNorm;
import org.convoy.nn.norm.LayerNorm2d;
import org.convoy.nn.norm.LocalResponseNorm;
import org.convoy.nn.op.PaddingMode;
import org.convoy.nn.pool.AdaptiveAvgPool2d;
import org.convoy.nn.pool.AvgPool2d;
import org.convoy.nn.pool.MaxPool2d;
import org.convoy.nn.shape.ChannelShuffle;
import org.convoy.nn.shape.Flatten;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers of all kinds, against ND4J's, with the same random draws. */
class TestBuildingBlocks {
  private static final int BATCH = 4;
  private static final int CLASSES = 3;

  @ParameterizedTest
  @ValueSource(ints = {16, 6})
  void runsEveryBlockAsTheLayersDo(int channels) {
    ComputationGraphConfiguration configuration = network(channels);
    try (Network torch = create(configuration, Backend.LIBTORCH);
        Network layered = create(configuration, Backend.ND4J)) {
      for (int step = 0; step < 2; step++) {
        int[] labels = fill(torch, step);
        fill(layered, step);
        StepMetrics expected = layered.computeGradients(labels, step);
        StepMetrics actual = torch.computeGradients(labels, step);
        assertThat(actual.lossSum()).isCloseTo(expected.lossSum(), within(1e-4));
        assertClose(torch.gradients(), layered.gradients());
        assertClose(torch.parameters(), layered.parameters());
        assertClose(torch.logits(BATCH), layered.logits(BATCH));
      }
    }
  }

  private static ComputationGraphConfiguration network(int channels) {
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
        .addLayer("loss", new CrossEntropyOutput(), latest)
        .setOutputs("loss")
        .setInputTypes(InputType.convolutional(9, 8, 3))
        .build();
  }

  private static List<Layer> layers(int channels) {
    return List.of(
        conv(channels),
        new Sigmoid(),
        Conv2d.builder(channels, 3).padding(1).paddingMode(PaddingMode.REFLECT).build(),
        new GroupNorm(2, channels),
        new ReLU(),
        MaxPool2d.builder(2).stride(1).build(),
        new LocalResponseNorm(5, 0.5, 0.75, 1),
        Conv2d.builder(channels, 3).padding(1).paddingMode(PaddingMode.CIRCULAR).build(),
        BatchNorm2d.builder().withoutAffine().build(),
        new SiLU(),
        Conv2d.builder(channels, 3).padding(2).dilation(2).groups(2).build(),
        BatchNorm2d.builder().cumulativeAverage().build(),
        new ReLU6(),
        new PReLU(),
        new GroupNorm(channels, channels).withoutAffine(),
        new ReLU(),
        conv(channels),
        new ELU(),
        new PReLU(channels),
        new LayerNorm2d(channels),
        conv(channels),
        BatchNorm2d.builder().withoutRunningStats().build(),
        new Hardswish(),
        new ChannelShuffle(2),
        new Hardsigmoid(),
        new Dropout2d(0.2),
        new LeakyReLU(),
        AvgPool2d.builder(3).stride(2).padding(1).ceilMode().build(),
        conv(channels),
        new RReLU(),
        new LocalResponseNorm(2),
        new Softmax(1),
        conv(channels),
        new Tanh(),
        AdaptiveAvgPool2d.of(3),
        new Flatten(),
        Linear.of(10),
        new GELU(),
        new GroupNorm(2, 10),
        GELU.approximatedByTanh(),
        new LayerNorm(10),
        new Dropout(0.3),
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
    float[] values = new float[BATCH * 3 * 9 * 8];
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
