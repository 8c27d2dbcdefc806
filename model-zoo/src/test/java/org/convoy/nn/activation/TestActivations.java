package org.convoy.nn.activation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.convoy.nn.dropout.Dropout2d;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.norm.GroupNorm;
import org.convoy.nn.norm.LocalResponseNorm;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.junit.jupiter.api.Test;

/** What activations and normalizations refuse; what they compute is tested by golden cases. */
class TestActivations {
  private static final InputType IMAGE = InputType.convolutional(4, 5, 6);

  @Test
  void refuseMeaninglessSettings() {
    assertThatThrownBy(() -> new LeakyReLU(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("negativeSlope must be a finite number, got NaN");
    assertThatThrownBy(() -> new PReLU(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numParameters must be at least 1, got 0");
    assertThatThrownBy(() -> new GroupNorm(4, 6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numChannels must be a multiple of numGroups, got 6 and 4");
    assertThatThrownBy(() -> new GroupNorm(2, 6, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("eps must be above 0, got 0.0");
    assertThatThrownBy(() -> new LocalResponseNorm(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("size must be at least 1, got 0");
    assertThatThrownBy(() -> CrossEntropyOutput.builder().classWeights(1, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("class weight must be at least 0, got -1.0");
    assertThatThrownBy(() -> new CrossEntropyOutput(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Label smoothing must be from 0 to 1, got 1.5");
  }

  @Test
  void refuseInputsTheyDoNotFit() {
    assertRefuses(
        new PReLU(5),
        IMAGE,
        "Layer \"norm\" has 5 slopes for an input of shape [6, 4, 5]; use 1 or 6");
    assertRefuses(
        new GroupNorm(2, 4),
        IMAGE,
        "Layer \"norm\" normalizes 4 channels, got an input of shape [6, 4, 5]");
    assertRefuses(
        new Softmax(4),
        IMAGE,
        "Layer \"norm\": dim must be from -4 to 3 for batches of [6, 4, 5], got 4");
    assertRefuses(
        CrossEntropyOutput.builder().classWeights(1, 2).build(),
        InputType.feedForward(3),
        "Layer \"norm\" has 2 class weights for 3 classes");
    assertRefuses(
        new Dropout2d(0.5),
        InputType.feedForward(3),
        "Layer \"norm\" needs an input of shape [channels, height, width], got [3]");
  }

  private static void assertRefuses(Layer layer, InputType input, String message) {
    layer.setLayerName("norm");
    assertThatThrownBy(() -> layer.setNIn(input, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
