package org.convoy.nn.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
import static org.convoy.nn.model.Blocks.batchNorm2d;
import static org.convoy.nn.model.Blocks.branches;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.inline;
import static org.convoy.nn.model.Blocks.linear;
import static org.convoy.nn.model.Blocks.named;
import static org.convoy.nn.model.Blocks.product;
import static org.convoy.nn.model.Blocks.relu;
import static org.convoy.nn.model.Blocks.residual;
import static org.convoy.nn.model.Blocks.sum;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.convoy.nn.activation.GELU;
import org.convoy.nn.activation.Hardswish;
import org.convoy.nn.activation.Sigmoid;
import org.convoy.nn.dropout.StochasticDepth;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.onednn.plan.Implementation;
import org.convoy.nn.model.Block;
import org.convoy.nn.model.InputShape;
import org.convoy.nn.model.Sequential;
import org.convoy.nn.norm.LayerNorm;
import org.convoy.nn.norm.LayerNorm2d;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.nn.shape.ChannelShuffle;
import org.convoy.nn.shape.ChannelSlice;
import org.convoy.nn.shape.LayerScale;
import org.convoy.nn.shape.Permute;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks of networks whose branches meet in sums and products, planned and layer by layer. */
final class TestJoinedBranches {
  private static final int BATCH = 5;
  private static final int CLASSES = 3;
  private static final InputShape IMAGE = new InputShape(3, 7, 6);

  private static Sequential network(int channels) {
    return Sequential.of(
        named("stem", conv2d(channels, 3).padding(1)),
        named("projected", summed(channels)),
        named("excited", excited(channels)),
        named("shuffled", shuffled(channels)),
        named("scaled", scaled(channels)),
        named("squared", product(conv2d(channels, 1), conv2d(channels, 1))),
        new LayerNorm2d(channels, 1e-3),
        adaptiveAvgPool2d(1),
        flatten(),
        linear(CLASSES));
  }

  /** As of RegNet: the shortcut's parameters come first. */
  private static Block summed(int channels) {
    return Sequential.of(
        inline(
            sum(
                named("proj", Sequential.of(conv2d(channels, 1), batchNorm2d())),
                named("f", Sequential.of(conv2d(channels, 3).padding(1), batchNorm2d())))),
        relu());
  }

  /** A squeeze-excitation. */
  private static Block excited(int channels) {
    return product(
        Sequential.of(),
        inline(
            Sequential.of(
                adaptiveAvgPool2d(1),
                named("fc1", conv2d(4, 1)),
                new Hardswish(),
                named("fc2", conv2d(channels, 1)),
                new Sigmoid())));
  }

  /** As of ShuffleNetV2. */
  private static Block shuffled(int channels) {
    int half = channels / 2;
    return Sequential.of(
        inline(
            branches(
                new ChannelSlice(0, half),
                inline(
                    Sequential.of(
                        named("half", new ChannelSlice(half, half)),
                        named("conv", conv2d(half, 3).padding(1).groups(half)))))),
        named("shuffle", new ChannelShuffle(2)));
  }

  /** As of ConvNeXt. */
  private static Block scaled(int channels) {
    Sequential body =
        Sequential.of(
            conv2d(channels, 7).padding(3).groups(channels),
            new Permute(0, 2, 3, 1),
            new LayerNorm(channels),
            linear(2 * channels).inFeatures(channels),
            new GELU(),
            linear(channels).inFeatures(2 * channels),
            new Permute(0, 3, 1, 2));
    return residual(
        Sequential.of(
            inline(product(inline(new LayerScale(0.5)), named("block", body))),
            named("stochastic_depth", new StochasticDepth(0.4))));
  }

  /** Channels that fill blocks, and some that do not. */
  @ParameterizedTest
  @ValueSource(ints = {16, 6})
  void plansRunThemAsTheLayersDo(int channels) {
    ComputationGraphConfiguration configuration = network(channels).configuration(CLASSES, IMAGE);
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
    try (Network planned = create(configuration, Backend.ONEDNN);
        Network layered = create(configuration, Backend.ND4J)) {
      assertThat(planned.implementations(BATCH)).noneMatch(Implementation::isReference);
      for (int step = 0; step < 3; step++) {
        int[] labels = fill(planned, step);
        fill(layered, step);
        double expected = layered.computeGradients(labels, step).lossSum();
        assertThat(planned.computeGradients(labels, step).lossSum())
            .isCloseTo(expected, within(1e-4));
        assertClose(planned.gradients(), layered.gradients());
        assertClose(planned.logits(BATCH), layered.logits(BATCH));
      }
    }
  }

  @Test
  void partsOfInlinedBlocksHaveTheNamesOfPartsOfWhatTheyStandIn() {
    try (Network network = create(network(6).configuration(CLASSES, IMAGE), Backend.ONEDNN)) {
      assertThat(network.layout().segments())
          .extracting(Segment::name)
          .containsSubsequence(
              "projected.proj.0.weight",
              "projected.f.0.weight",
              "excited.fc1.weight",
              "excited.fc2.bias",
              "shuffled.conv.weight",
              "scaled.layer_scale",
              "scaled.block.0.weight",
              "squared.0.weight",
              "squared.1.weight");
      assertThat(network.summary())
          .extracting(LayerSummary::name)
          .contains("projected.0.add", "excited.multiply", "shuffled.0.concat");
    }
  }

  /** The same examples are dropped in both passes, others in another step. */
  @Test
  void stochasticDepthIsDrawnFromTheStepsSeed() {
    Sequential model =
        Sequential.of(
            conv2d(4, 1),
            new StochasticDepth(0.5),
            adaptiveAvgPool2d(1),
            flatten(),
            linear(CLASSES));
    try (Network network = create(model.configuration(CLASSES, IMAGE), Backend.ONEDNN)) {
      float[] first = gradients(network, 1);
      assertThat(gradients(network, 2)).isNotEqualTo(first);
      assertThat(gradients(network, 1)).isEqualTo(first);
    }
  }

  private static float[] gradients(Network network, long seed) {
    network.computeGradients(fill(network, 7), seed);
    return network.gradients();
  }

  @Test
  void refusesBranchesThatDoNotFit() {
    Sequential sum = Sequential.of(named("both", sum(conv2d(3, 1), conv2d(4, 1))));
    assertThatThrownBy(() -> sum.configuration(CLASSES, IMAGE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Branches \"both\" give [3, 7, 6] and [4, 7, 6], of which there is no sum");
    Sequential product = Sequential.of(named("both", product(conv2d(3, 1), conv2d(3, 2))));
    assertThatThrownBy(() -> product.configuration(CLASSES, IMAGE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Branches \"both\" give [3, 7, 6] and [3, 6, 5], of which there is no product");
    assertThatThrownBy(() -> new Permute(1, 0, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Permute needs each dimension once and 0, the batch, first, got [1, 0, 2]");
    Sequential shuffle = Sequential.of(new ChannelShuffle(2));
    assertThatThrownBy(() -> shuffle.configuration(CLASSES, IMAGE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Layer \"0\" shuffles 2 groups of channels, got an input of [3, 7, 6]");
    Sequential norm = Sequential.of(new LayerNorm2d(4));
    assertThatThrownBy(() -> norm.configuration(CLASSES, IMAGE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Layer \"0\" normalizes 4 features, got an input of shape [3, 7, 6]");
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
        IntStream.range(0, expected.length).mapToDouble(i -> Math.abs(expected[i])).max().orElse(0);
    assertThat(actual).containsExactly(expected, within((float) (1e-3 * largest)));
  }
}
