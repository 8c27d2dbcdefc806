package org.convoy.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.convoy.nn.layer.Role;
import org.convoy.nn.network.LayerSummary;
import org.convoy.nn.network.Network;
import org.convoy.nn.network.ParameterLayout.Segment;
import org.junit.jupiter.api.Test;

class TestModelZoo {
  @Test
  void lenet5HasPyTorchsParameters() {
    Architecture architecture = new Architecture("lenet5", 10, 1, 28, 28);
    try (Network network = Network.create(ModelZoo.configuration(architecture))) {
      assertThat(network.layout().size()).isEqualTo(61_706);
      assertThat(network.layout().segments())
          .extracting(Segment::name)
          .containsExactly(
              "conv1.weight",
              "conv1.bias",
              "conv2.weight",
              "conv2.bias",
              "fc1.weight",
              "fc1.bias",
              "fc2.weight",
              "fc2.bias",
              "fc3.weight",
              "fc3.bias");
      assertThat(network.layout().segments().get(0))
          .isEqualTo(new Segment("conv1.weight", 0, 150, List.of(6, 1, 5, 5), Role.WEIGHT));
      assertThat(network.summary())
          .contains(new LayerSummary("conv2", "Conv2d", List.of(16, 10, 10), 2416, 240_000));
    }
  }

  @Test
  void initializesWithinPyTorchsBounds() {
    Architecture architecture = new Architecture("lenet5", 10, 1, 28, 28);
    try (Network network = Network.create(ModelZoo.configuration(architecture))) {
      network.initialize(1);
      float[] first = network.parameters();
      double largest = 0;
      for (int i = 0; i < 150; i++) {
        largest = Math.max(largest, Math.abs(first[i]));
      }

      assertThat(largest).isBetween(0.19, 0.2);
      network.initialize(2);
      assertThat(network.parameters()).isNotEqualTo(first);
      network.initialize(1);
      assertThat(network.parameters()).isEqualTo(first);
    }
  }

  @Test
  void architectureSurvivesJson() {
    Architecture architecture = new Architecture("lenet5", 7, 3, 32, 40);
    assertThat(Architecture.fromJson(architecture.toJson())).isEqualTo(architecture);
    assertThat(architecture.toJson())
        .isEqualTo(
            "{\"name\":\"lenet5\",\"numClasses\":7,\"inputChannels\":3,"
                + "\"inputHeight\":32,\"inputWidth\":40}");
  }

  @Test
  void namesTheKnownNetworks() {
    assertThatThrownBy(() -> new Architecture("lenet6", 10, 1, 28, 28))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Unknown network \"lenet6\"; known are " + ModelZoo.names());
    assertThatThrownBy(() -> new Architecture("lenet5", 0, 1, 28, 28))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numClasses must be positive, got 0");
    assertThatThrownBy(() -> Architecture.fromJson("{\"name\":\"lenet6\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Not an architecture: {\"name\":\"lenet6\"}: ");
  }

  @Test
  void rejectsTooSmallInputs() {
    assertThatThrownBy(() -> ModelZoo.configuration(new Architecture("lenet5", 10, 1, 6, 6)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kernel is larger than the padded input");
  }
}
