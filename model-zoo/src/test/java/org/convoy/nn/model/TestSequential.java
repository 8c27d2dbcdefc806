package org.convoy.nn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
import static org.convoy.nn.model.Blocks.batchNorm2d;
import static org.convoy.nn.model.Blocks.branches;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.linear;
import static org.convoy.nn.model.Blocks.maxPool2d;
import static org.convoy.nn.model.Blocks.named;
import static org.convoy.nn.model.Blocks.relu;
import static org.convoy.nn.model.Blocks.residual;

import java.util.List;
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.model.Block.LayerBlock;
import org.convoy.nn.network.LayerSummary;
import org.convoy.nn.network.Network;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.junit.jupiter.api.Test;

class TestSequential {
  private static final InputShape INPUT = new InputShape(3, 8, 8);

  @Test
  void namesParametersLikeTheStateDictOfTheEquivalentModule() {
    Sequential model =
        Sequential.of(
            conv2d(3, 16, 3).padding(1),
            batchNorm2d(16),
            relu(),
            residual(
                    Sequential.of(conv2d(16, 24, 3).padding(1).withoutBias(), batchNorm2d()),
                    conv2d(24, 1))
                .activation(relu()),
            branches(conv2d(5, 1), Sequential.of(conv2d(6, 1), relu()), named("pool", relu())),
            named("head", Sequential.of(adaptiveAvgPool2d(1), flatten(), linear(35, 10))));
    try (Network network = Network.create(model.configuration(10, INPUT))) {
      assertThat(network.layout().segments())
          .filteredOn(segment -> segment.role().isTrainable())
          .extracting(Segment::name)
          .containsExactly(
              "0.weight",
              "0.bias",
              "1.weight",
              "1.bias",
              "3.0.weight",
              "3.1.weight",
              "3.1.bias",
              "3.shortcut.weight",
              "3.shortcut.bias",
              "4.0.weight",
              "4.0.bias",
              "4.1.0.weight",
              "4.1.0.bias",
              "head.2.weight",
              "head.2.bias");
      assertThat(network.summary())
          .extracting(LayerSummary::name)
          .contains("3.add", "3.activation", "4.pool", "4.concat");
      assertThat(network.summary())
          .contains(new LayerSummary("4.concat", "Concat", List.of(35, 8, 8), 0, 0));
    }
  }

  @Test
  void namedBlocksOfAResidualReplaceItsOwnNames() {
    Sequential model =
        Sequential.of(
            residual(
                    named("conv", Sequential.of(conv2d(3, 1))),
                    named("downsample", Sequential.of(conv2d(3, 1))))
                .activation(named("relu", relu())),
            flatten(),
            linear(10));
    try (Network network = Network.create(model.configuration(10, INPUT))) {
      assertThat(network.summary())
          .extracting(LayerSummary::name)
          .containsExactly("0.conv.0", "0.downsample.0", "0.add", "0.relu", "1", "2");
    }
  }

  @Test
  void isImmutable() {
    Conv2d.Builder builder = conv2d(4, 3);
    Sequential model = Sequential.of(builder, flatten(), linear(10));
    final String before = model.configuration(10, INPUT).toJson();
    builder.padding(1);
    ((LayerBlock) model.blocks().get(0)).layer().setLayerName("other");
    model.configuration(10, new InputShape(1, 20, 20));
    assertThat(withoutSeeds(model.configuration(10, INPUT).toJson()))
        .isEqualTo(withoutSeeds(before));
    assertThat(model).isEqualTo(Sequential.of(conv2d(4, 3), flatten(), linear(10)));
    assertThat(model).isNotEqualTo(Sequential.of(builder, flatten(), linear(10)));
  }

  /** DL4J draws a seed of its own, which nothing here uses. */
  private static String withoutSeeds(String json) {
    return json.replaceAll("\"seed\" : \\d+", "");
  }

  @Test
  void mismatchesNameTheLayerItsInputAndItsNeed() {
    assertProblem(
        Sequential.of(conv2d(3, 16, 3), named("conv2", conv2d(8, 4, 3))),
        "Layer \"conv2\" needs an input of 8 channels or features, got [16, 6, 6]");
    assertProblem(
        Sequential.of(batchNorm2d(16)),
        "Layer \"0\" needs an input of 16 channels or features, got [3, 8, 8]");
    assertProblem(
        Sequential.of(named("features", Sequential.of(conv2d(6, 9)))),
        "Layer \"features.0\": its kernel is larger than the padded input [3, 8, 8], which must be at"
            + " least 9 x 9; use a larger input or a smaller kernel");
    assertProblem(
        Sequential.of(linear(10)),
        "Layer \"0\" needs an input of shape [features] (put a Flatten before it, or give it"
            + " inFeatures), got [3, 8, 8]");
    assertProblem(
        Sequential.of(flatten(), linear(10), conv2d(3, 3)),
        "Layer \"2\" needs an input of shape [channels, height, width], got [10]");
    assertProblem(
        Sequential.of(residual(conv2d(4, 3))),
        "Residual block \"0\": for an input of [3, 8, 8] its body gives [4, 6, 6], its shortcut"
            + " [3, 8, 8]; the two must be the same");
    assertProblem(
        Sequential.of(branches(conv2d(4, 1), maxPool2d(2))),
        "Branches \"0\" give [[4, 8, 8], [3, 4, 4]]; height and width must be the same");
  }

  @Test
  void endsWithTheClasses() {
    assertProblem(
        Sequential.of(flatten(), named("fc", linear(12))),
        "The model ends with [12] at \"fc\"; for 10 classes it must end with [10]");
    assertProblem(
        Sequential.of(conv2d(10, 8)),
        "The model ends with [10, 1, 1] at \"0\"; for 10 classes it must end with [10]");
  }

  @Test
  void refusesNamesThatCannotBe() {
    assertProblem(
        Sequential.of(named("1", relu()), relu()),
        "Two parts of the model have the name \"1\"; give one of them another");
    assertProblem(
        Sequential.of(named("loss", relu())),
        "Two parts of the model have the name \"loss\"; give one of them another");
    assertThatThrownBy(() -> named("conv.1", relu()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A block's name consists of letters, digits, - and _, got \"conv.1\"");
    assertThatThrownBy(() -> branches())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Branches need at least one branch");
    assertThatThrownBy(() -> new InputShape(3, 0, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("An input shape has positive sizes, got [3, 0, 8]");
  }

  private static void assertProblem(Sequential model, String message) {
    assertThatThrownBy(() -> model.configuration(10, INPUT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
