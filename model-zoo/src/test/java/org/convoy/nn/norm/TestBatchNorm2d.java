package org.convoy.nn.norm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.network.Network;
import org.convoy.nn.shape.Flatten;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.Test;

class TestBatchNorm2d {
  @Test
  void refusesMeaninglessSettings() {
    assertThatThrownBy(() -> new BatchNorm2d(0, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("eps must be above 0, got 0.0");
    assertThatThrownBy(() -> new BatchNorm2d(1e-5, 1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("momentum must be from 0 to 1, got 1.5");
  }

  @Test
  void refusesToTrainOnOneValue() {
    try (Network network = Network.create(onPixels())) {
      network.input(1).put(new float[] {1, 2, 3});
      assertThatThrownBy(() -> network.computeGradients(new int[] {0}, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Layer \"bn\" needs more than one value in each channel to train, got a batch of 1"
                  + " example with 1 x 1 pixel; use larger batches or images");
      network.logits(1);
    }
  }

  private static ComputationGraphConfiguration onPixels() {
    return new NeuralNetConfiguration.Builder()
        .graphBuilder()
        .addInputs("input")
        .addLayer("bn", new BatchNorm2d(), "input")
        .addLayer("flatten", new Flatten(), "bn")
        .addLayer("loss", new CrossEntropyOutput(), "flatten")
        .setOutputs("loss")
        .setInputTypes(InputType.convolutional(1, 1, 3))
        .build();
  }
}
