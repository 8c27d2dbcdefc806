package org.convoy.nn.dropout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.convoy.nn.activation.RReLU;
import org.convoy.nn.dense.Linear;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.network.Network;
import org.convoy.nn.shape.Flatten;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.junit.jupiter.api.Test;

/**
 * Layers that draw random numbers, seen through the weight's gradient of the linear layer behind
 * them: with one example and the loss's slope known, it is their output in training.
 */
class TestRandomLayers {
  private static final int CHANNELS = 40;
  private static final int PIXELS = 25;
  private static final int SIZE = CHANNELS * PIXELS;

  @Test
  void rreluDrawsItsSlopesUniformly() {
    double[] factors = factors(new RReLU(0.1, 0.5), Backend.ONEDNN, 7, -1);
    assertThat(Arrays.stream(factors).min().orElseThrow()).isBetween(0.1, 0.11);
    assertThat(Arrays.stream(factors).max().orElseThrow()).isBetween(0.49, 0.5);
    assertThat(Arrays.stream(factors).average().orElseThrow()).isCloseTo(0.3, within(0.015));
    long lowerHalf = Arrays.stream(factors).filter(factor -> factor < 0.3).count();
    assertThat((double) lowerHalf / SIZE).isCloseTo(0.5, within(0.06));
    assertThat(factors(new RReLU(0.1, 0.5), Backend.ONEDNN, 7, 1)).containsOnly(1);
  }

  @Test
  void dropout2dZeroesWholeChannels() {
    double[] factors = factors(new Dropout2d(0.25), Backend.ONEDNN, 7, 1);
    int zeroed = 0;
    for (int channel = 0; channel < CHANNELS; channel++) {
      double[] plane = Arrays.copyOfRange(factors, channel * PIXELS, (channel + 1) * PIXELS);
      assertThat(Arrays.stream(plane).distinct().count()).isEqualTo(1);
      double factor = Math.abs(plane[0]);
      assertThat(factor == 0 || Math.abs(factor - 1 / 0.75) < 1e-5).as("%s", factor).isTrue();
      zeroed += factor == 0 ? 1 : 0;
    }

    assertThat(zeroed).isBetween(4, 17);
  }

  @Test
  void bothKernelsDrawTheSameForAStepsSeed() {
    for (Layer layer : new Layer[] {new RReLU(), new Dropout(0.5), new Dropout2d(0.5)}) {
      double[] expected = factors(layer, Backend.ND4J, 11, -1);
      double[] actual = factors(layer, Backend.ONEDNN, 11, -1);
      assertThat(actual).containsExactly(expected, within(1e-5));
      assertThat(factors(layer, Backend.ONEDNN, 12, -1)).isNotEqualTo(actual);
    }
  }

  @Test
  void refuseMeaninglessSettings() {
    assertThatThrownBy(() -> new RReLU(0.5, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lower must be at most upper, got 0.5 and 0.1");
    assertThatThrownBy(() -> new Dropout2d(1.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Dropout probability must be from 0 to 1, got 1.1");
  }

  /** What the layer multiplies an input by whose values all are the same. */
  private static double[] factors(Layer layer, Backend backend, long seed, float value) {
    try (Network network = Network.create(network(layer.clone()), KernelChoice.of(backend))) {
      network.setParameters(new float[network.layout().size()]);
      float[] input = new float[SIZE];
      Arrays.fill(input, value);
      network.input(1).put(input);
      network.computeGradients(new int[] {0}, seed);
      float[] gradients = network.gradients();
      double[] factors = new double[SIZE];
      for (int i = 0; i < SIZE; i++) {
        // Two equal logits: the slope of the loss by the first one is -1/2.
        factors[i] = gradients[i] / (-0.5 * value);
      }

      return factors;
    }
  }

  private static ComputationGraphConfiguration network(Layer layer) {
    return new NeuralNetConfiguration.Builder()
        .graphBuilder()
        .addInputs("input")
        .addLayer("layer", layer, "input")
        .addLayer("flatten", new Flatten(), "layer")
        .addLayer("fc", Linear.withoutBias(2), "flatten")
        .addLayer("loss", new CrossEntropyOutput(), "fc")
        .setOutputs("loss")
        .setInputTypes(InputType.convolutional(5, 5, CHANNELS))
        .build();
  }
}
