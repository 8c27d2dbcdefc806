package org.convoy.nn.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.convoy.nn.op.PaddingMode.REFLECT;

import java.util.List;
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.conv.Conv3d;
import org.convoy.nn.dense.Linear;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.op.PaddingMode;
import org.convoy.nn.pool.AdaptiveAvgPool2d;
import org.convoy.nn.pool.AvgPool2d;
import org.convoy.nn.pool.MaxPool2d;
import org.convoy.nn.shape.Flatten;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What layers say about inputs and settings that do not fit. */
class TestShapeChecks {
  static List<Arguments> refused() {
    return List.of(
        refused(
            Conv2d.builder(4, 5, 3).padding(1).dilation(2, 1).build(),
            List.of(3, 6, 8),
            "Layer \"it\": its kernel is larger than the padded input [3, 6, 8], which must be at"
                + " least 7 x 1; use a larger input or a smaller kernel"),
        refused(
            Conv3d.builder(4, 3).build(),
            List.of(3, 5, 2, 5),
            "Layer \"it\": its kernel is larger than the padded input [3, 5, 2, 5], which must be"
                + " at least 3 x 3 x 3; use a larger input or a smaller kernel"),
        refused(
            Conv3d.builder(4, 3).build(),
            List.of(3, 5, 5),
            "Layer \"it\" needs an input of shape [channels, depth, height, width], got [3, 5, 5]"),
        refused(
            Conv2d.builder(4, 3).groups(2).build(),
            List.of(3, 5, 5),
            "Layer \"it\": 3 input channels do not divide into 2 groups"),
        refused(
            Conv2d.builder(4, 3).padding(3, 2).paddingMode(REFLECT).build(),
            List.of(3, 3, 5),
            "Layer \"it\": padding [3, 2] of mode reflect is too long for the input [3, 3, 5],"
                + " which allows 2 along axis 0; use less padding or a larger input"),
        refused(
            MaxPool2d.builder(3).dilation(2).ceilMode().build(),
            List.of(3, 2, 5),
            "Layer \"it\": its kernel is larger than the padded input [3, 2, 5], which must be at"
                + " least 3 x 3; use a larger input or a smaller kernel"),
        refused(
            MaxPool2d.builder(1, 2).stride(4).padding(0, 1).dilation(3).ceilMode().build(),
            List.of(3, 8, 2),
            "Layer \"it\": a window of dilation [3, 3] sees nothing of the input [3, 8, 2] but"
                + " padding, whose maximum is -infinity; use less padding or dilation"),
        refused(
            AvgPool2d.builder(4, 3).padding(1, 0).build(),
            List.of(3, 1, 5),
            "Layer \"it\": its kernel is larger than the padded input [3, 1, 5], which must be at"
                + " least 2 x 3; use a larger input or a smaller kernel"),
        refused(
            Flatten.of(2, 4),
            List.of(3, 2, 5),
            "Layer \"it\" cannot join dimensions 2 to 4 of a batch of [3, 2, 5], whose dimensions"
                + " are 1 to 3 after the batch's"),
        refused(
            Linear.of(2),
            List.of(3, 2, 5),
            "Layer \"it\" needs an input of shape [features] (put a Flatten before it, or give it inFeatures), got [3, 2,"
                + " 5]"));
  }

  private static Arguments refused(Layer layer, List<Integer> input, String message) {
    return Arguments.of(layer, input, message);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void namesLayerInputAndNeed(Layer layer, List<Integer> input, String message) {
    layer.setLayerName("it");
    assertThatThrownBy(() -> layer.setNIn(ConvoyConfiguration.typeOf(input), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void takesTheSmallestInputThatTheMessageNames() {
    assertThat(outputOf(Conv2d.builder(4, 5, 3).padding(1).dilation(2, 1).build(), 3, 7, 1))
        .containsExactly(4, 1, 1);
    assertThat(outputOf(MaxPool2d.builder(3).dilation(2).ceilMode().build(), 3, 3, 3))
        .containsExactly(3, 1, 1);
    assertThat(outputOf(AvgPool2d.builder(4, 3).padding(1, 0).build(), 3, 2, 3))
        .containsExactly(3, 1, 1);
  }

  @Test
  void shapesFollowPyTorch() {
    assertThat(outputOf(AdaptiveAvgPool2d.ofWidth(2), 3, 7, 5)).containsExactly(3, 7, 2);
    assertThat(outputOf(AdaptiveAvgPool2d.ofHeight(2), 3, 7, 5)).containsExactly(3, 2, 5);
    assertThat(outputOf(Flatten.of(2, -1), 3, 7, 5)).containsExactly(3, 35);
    assertThat(outputOf(Flatten.of(3, 4), 3, 2, 7, 5)).containsExactly(3, 2, 35);
    assertThat(outputOf(Linear.of(4), 3, 35)).containsExactly(3, 4);
    assertThat(outputOf(Conv3d.builder(6, 3, 2, 4).paddingSame().build(), 3, 4, 5, 6))
        .containsExactly(6, 4, 5, 6);
  }

  @Test
  void settingsSurviveJson() {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs("input")
            .addLayer("conv3d", Conv3d.builder(2, 1, 2, 3).padding(0, 1, 2).build(), "input")
            .addLayer("images", Flatten.of(2, 3), "conv3d")
            .addLayer("conv", reflecting(), "images")
            .addLayer("pool", MaxPool2d.builder(2, 1).returnIndices().ceilMode().build(), "conv")
            .addLayer("adaptive", AdaptiveAvgPool2d.ofWidth(2), "pool")
            .addLayer("rows", Flatten.of(2, -1), "adaptive")
            .addLayer("linear", Linear.of(3), "rows")
            .addLayer("flatten", new Flatten(), "linear")
            .addLayer("loss", new CrossEntropyOutput(), "flatten")
            .setOutputs("loss")
            .setInputTypes(ConvoyConfiguration.typeOf(List.of(2, 3, 4, 5)))
            .build();
    ComputationGraphConfiguration read =
        ComputationGraphConfiguration.fromJson(configuration.toJson());
    assertThat(read).isEqualTo(configuration);
    Layer conv = ((LayerVertex) read.getVertices().get("conv")).getLayerConf().getLayer();
    assertThat(((Conv2d) conv).geometry()).isEqualTo(reflecting().geometry());
  }

  private static Conv2d reflecting() {
    return Conv2d.builder(2, 2).dilation(1, 3).paddingSame().paddingMode(REFLECT).build();
  }

  private static List<Integer> outputOf(Layer layer, Integer... input) {
    layer.setNIn(ConvoyConfiguration.typeOf(List.of(input)), true);
    return ((ConvoyConfiguration) layer).outputShape();
  }

  @Test
  void refusesSettings() {
    assertThatThrownBy(() -> Conv2d.builder(4, 3).stride(1, 2).paddingSame().build())
        .hasMessage("paddingSame needs stride 1, got [1, 2]; give the padding in numbers");
    assertThatThrownBy(() -> Flatten.of(0, -1))
        .hasMessage(
            "Flatten keeps dimension 0, the batch: startDim and endDim must be at least 1, or"
                + " negative to count from the end, got 0 and -1");
    assertThatThrownBy(() -> MaxPool2d.builder(3, 2).padding(1, 2).build())
        .hasMessage("padding must be at most half the kernel size, got [1, 2] for [3, 2]");
    assertThatThrownBy(() -> PaddingMode.of("mirror"))
        .hasMessage(
            "Unknown padding mode \"mirror\"; known are [zeros, reflect, replicate, circular]");
  }
}
