package org.convoy.nn.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.dense.Linear;
import org.convoy.nn.init.FanMode;
import org.convoy.nn.model.InputShape;
import org.convoy.nn.model.LayerList;
import org.convoy.nn.parameter.ParameterInitialization;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.nn.parameter.Role;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestNetworkInitialization {
  private static final Architecture VGG = new Architecture("vgg11_bn_cifar", 10, 3, 32, 32);

  private static Network network() {
    return Network.create(ModelZoo.configuration(VGG));
  }

  private static float[] values(Network network, String name) {
    Segment segment = segment(network, name);
    return Arrays.copyOfRange(
        network.parameters(), segment.offset(), segment.offset() + segment.length());
  }

  private static Segment segment(Network network, String name) {
    return network.layout().segments().stream()
        .filter(segment -> segment.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static double deviation(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }

    return Math.sqrt(squares / values.length);
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }

    return largest;
  }

  /** features.8 is a convolution of 128 channels before norm and ReLU; classifier ends the net. */
  @Test
  void followsTheActivationAfterEachLayer() {
    try (Network network = network()) {
      network.initialize(3, NetworkInitialization.byActivation());

      assertThat(deviation(values(network, "features.8.weight")))
          .isCloseTo(Math.sqrt(2.0 / (128 * 9)), within(2e-4));
      double xavier = Math.sqrt(6.0 / (512 + 10));
      assertThat(largest(values(network, "classifier.weight"))).isBetween(0.99 * xavier, xavier);
      assertThat(values(network, "classifier.bias")).containsOnly(0f);
    }
  }

  /** Standard deviations of He's normal, or of Glorot's uniform with its gain. */
  @ParameterizedTest
  @CsvSource({
    "silu, 0.08333",
    "hardswish, 0.08333",
    "leakyReLU, 0.08333",
    "hardsigmoid, 0.04811",
    "tanh, 0.08019"
  })
  void hasTheGainOfTheActivation(String activation, double deviation) {
    LayerList layers =
        LayerList.of(
            List.of(
                Map.of("conv2d", Map.of("out", 64, "kernel", 3)),
                activation,
                "flatten",
                Map.of("linear", Map.of("out", 10))));
    Architecture architecture = Architecture.of(layers, 10, new InputShape(32, 3, 3));
    try (Network network = Network.create(ModelZoo.configuration(architecture))) {
      network.initialize(3, NetworkInitialization.byActivation());

      assertThat(deviation(values(network, "0.weight"))).isCloseTo(deviation, withinPercentage(2));
    }
  }

  @Test
  void pytorchsOwn() {
    try (Network network = network()) {
      network.initialize(3, NetworkInitialization.pytorch());

      double conv = 1 / Math.sqrt(128 * 9);
      assertThat(largest(values(network, "features.8.weight"))).isBetween(0.999 * conv, conv);
      assertThat(largest(values(network, "features.8.bias"))).isBetween(0.9 * conv, conv);
      double linear = 1 / Math.sqrt(512);
      assertThat(largest(values(network, "classifier.weight"))).isBetween(0.99 * linear, linear);
    }
  }

  @Test
  void oneForAllLeavesNormsAlone() {
    try (Network network = network()) {
      network.initialize(
          3, NetworkInitialization.of(ParameterInitialization.kaimingUniform(FanMode.FAN_OUT, 1)));

      double bound = Math.sqrt(3.0 / (256 * 9));
      assertThat(largest(values(network, "features.8.weight"))).isBetween(0.999 * bound, bound);
      assertThat(values(network, "features.8.bias")).containsOnly(0f);
      assertThat(values(network, "features.9.weight")).containsOnly(1f);
      assertThat(values(network, "features.9.running_var")).containsOnly(1f);
      assertThat(segment(network, "features.9.weight").role()).isEqualTo(Role.NORM_WEIGHT);
    }
  }

  @Test
  void withoutOneTheNetworksOwnRemains() {
    try (Network network = network()) {
      network.initialize(3);

      assertThat(deviation(values(network, "classifier.weight"))).isCloseTo(0.01, within(3e-4));
      assertThat(deviation(values(network, "features.8.weight")))
          .isCloseTo(Math.sqrt(2.0 / (256 * 9)), within(2e-4));
    }
  }

  @Test
  void isAFunctionOfTheSeed() {
    try (Network network = network()) {
      network.initialize(3, NetworkInitialization.byActivation());
      float[] first = network.parameters();
      network.initialize(4, NetworkInitialization.byActivation());
      assertThat(network.parameters()).isNotEqualTo(first);
      network.initialize(3, NetworkInitialization.byActivation());
      assertThat(network.parameters()).isEqualTo(first);
    }
  }

  @Test
  void refusesWeightsThatAreAllZero() {
    String why =
        "Weights must not all be 0: the units of a layer would compute the same, get the same"
            + " gradients and stay the same (symmetry), and no gradient would pass the layer;"
            + " draw them at random, for example by kaimingNormal";
    ParameterInitialization zeros = ParameterInitialization.constant(0);

    assertThatThrownBy(() -> NetworkInitialization.of(zeros))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(why);
    assertThatThrownBy(() -> NetworkInitialization.of(ParameterInitialization.normal(0)))
        .hasMessage(why);
    assertThatThrownBy(() -> NetworkInitialization.of(ParameterInitialization.uniform(0, 0)))
        .hasMessage(why);
    assertThatThrownBy(() -> NetworkInitialization.of(ParameterInitialization.xavierNormal(0)))
        .hasMessage(why);
    assertThatThrownBy(() -> Linear.builder(3).initializeWeight(zeros)).hasMessage(why);
    assertThatThrownBy(() -> Conv2d.builder(3, 3).initializeWeight(zeros)).hasMessage(why);
    assertThat(ParameterInitialization.normal(1, 0).forWeights())
        .isEqualTo(ParameterInitialization.normal(1, 0));
  }
}
