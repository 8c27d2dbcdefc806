package org.convoy.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.convoy.nn.dl4j.ConvoyConfiguration;
import org.convoy.nn.network.LayerSummary;
import org.convoy.nn.network.Network;
import org.convoy.nn.optimizer.OptimizerState;
import org.convoy.nn.optimizer.Sgd;
import org.convoy.nn.optimizer.StepContext;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.nn.parameter.ParameterSpecification;
import org.convoy.nn.parameter.Role;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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

  @ParameterizedTest
  @CsvSource({
    "lenet5, 10, 1, 28, 61_706",
    "resnet18, 10, 3, 64, 11_181_642",
    "resnet20, 10, 3, 32, 269_722",
    "vgg11_bn, 10, 3, 64, 128_812_810",
    "vgg11_bn_cifar, 10, 3, 32, 9_231_114",
    "googlenet_aux, 1000, 3, 224, 13_004_888",
    "inception_v3, 1000, 3, 299, 23_834_568",
    "speedrun_cifar, 10, 3, 32, 1_972_792",
    "resnet32, 10, 3, 32, 464_154",
    "resnet44, 10, 3, 32, 658_586",
    "resnet56, 10, 3, 32, 853_018",
    "resnet110, 10, 3, 32, 1_727_962",
    "resnet20_b, 10, 3, 32, 272_474",
    "resnet32_b, 10, 3, 32, 466_906",
    "resnet44_b, 10, 3, 32, 661_338",
    "resnet56_b, 10, 3, 32, 855_770",
    "resnet110_b, 10, 3, 32, 1_730_714",
    "alexnet, 7, 1, 96, 57_017_031",
    "googlenet, 19, 1, 64, 5_613_107",
    "resnet50, 19, 1, 64, 23_540_691",
    "vgg16, 19, 1, 64, 134_337_235",
  })
  void hasThePublishedNumberOfParameters(
      String name, int classes, int channels, int size, String parameters) {
    Architecture architecture = new Architecture(name, classes, channels, size, size);
    assertThat(trainableParameters(ModelZoo.configuration(architecture)))
        .isEqualTo(Long.parseLong(parameters.replace("_", "")));
  }

  /** Of torchvision's documentation. */
  @ParameterizedTest
  @MethodSource("published")
  void hasAsManyParametersAsTorchvisions(PublishedWeights weights) {
    // inception_v3 is published with its auxiliary classifier.
    String name = weights.network() + (weights.network().equals("inception_v3") ? "_aux" : "");
    assertThat(trainableParameters(ModelZoo.configuration(Architecture.usual(name))))
        .isEqualTo(weights.parameters());
  }

  static List<PublishedWeights> published() {
    return PublishedWeights.all();
  }

  @ParameterizedTest
  @MethodSource("names")
  void configurationSurvivesJson(String name) {
    ComputationGraphConfiguration configuration = ModelZoo.configuration(Architecture.usual(name));
    ComputationGraphConfiguration read =
        ComputationGraphConfiguration.fromJson(configuration.toJson());
    assertThat(read).isEqualTo(configuration);
    assertThat(read.getTopologicalOrderStr()).isEqualTo(configuration.getTopologicalOrderStr());
  }

  static List<String> names() {
    return ModelZoo.names();
  }

  /** The original and the copy train alike, so the copy has the parameters in the same places. */
  @Test
  void residualNetworkTrainsAlikeAfterJson() {
    ComputationGraphConfiguration configuration =
        ModelZoo.configuration(new Architecture("resnet20", 10, 3, 32, 32));
    ComputationGraphConfiguration read =
        ComputationGraphConfiguration.fromJson(configuration.toJson());
    assertThat(trained(read)).isEqualTo(trained(configuration));
  }

  private static float[] trained(ComputationGraphConfiguration configuration) {
    try (Network network = Network.create(configuration)) {
      network.initialize(5);
      Sgd sgd = Sgd.of(0.9, 5e-4);
      try (OptimizerState state = OptimizerState.create(sgd, network.layout())) {
        for (int step = 0; step < 2; step++) {
          SplittableRandom random = new SplittableRandom(step);
          FloatBuffer input = network.input(3);
          while (input.hasRemaining()) {
            input.put((float) random.nextDouble(-1, 1));
          }

          network.trainStep(new int[] {1, 2, 3}, sgd, state, new StepContext(step, 0.1, step));
        }
      }

      return network.parameters();
    }
  }

  @Test
  void residualNetworksStartAsTheirReferencesDo() {
    try (Network network =
        Network.create(ModelZoo.configuration(new Architecture("resnet18", 10, 3, 32, 32)))) {
      network.initialize(1);
      assertThat(deviation(network, "layer4.0.conv1.weight"))
          .isCloseTo(Math.sqrt(2.0 / (512 * 9)), withPercentage(1));
      assertThat(values(network, "bn1.weight")).containsOnly(1);
      assertThat(values(network, "bn1.bias")).containsOnly(0);
      assertThat(values(network, "bn1.running_mean")).containsOnly(0);
      assertThat(values(network, "bn1.running_var")).containsOnly(1);
    }

    try (Network network =
        Network.create(ModelZoo.configuration(new Architecture("resnet20", 10, 3, 32, 32)))) {
      network.initialize(1);
      assertThat(deviation(network, "layer3.0.conv1.weight"))
          .isCloseTo(Math.sqrt(2.0 / (32 * 9)), withPercentage(2));
      assertThat(deviation(network, "linear.weight"))
          .isCloseTo(Math.sqrt(2.0 / 64), withPercentage(8));
    }
  }

  @Test
  void vggStartsAsTorchvisions() {
    try (Network network =
        Network.create(ModelZoo.configuration(new Architecture("vgg11_bn_cifar", 10, 3, 32, 32)))) {
      network.initialize(1);
      assertThat(deviation(network, "features.25.weight"))
          .isCloseTo(Math.sqrt(2.0 / (512 * 9)), withPercentage(1));
      assertThat(values(network, "features.25.bias")).containsOnly(0);
      assertThat(deviation(network, "classifier.weight")).isCloseTo(0.01, withPercentage(4));
      assertThat(values(network, "classifier.bias")).containsOnly(0);
    }
  }

  /** Around a mean of zero. */
  private static double deviation(Network network, String tensor) {
    float[] values = values(network, tensor);
    double sum = 0;
    for (float value : values) {
      sum += value * value;
    }

    return Math.sqrt(sum / values.length);
  }

  private static float[] values(Network network, String tensor) {
    Segment segment =
        network.layout().segments().stream()
            .filter(candidate -> candidate.name().equals(tensor))
            .findFirst()
            .orElseThrow();
    return Arrays.copyOfRange(
        network.parameters(), segment.offset(), segment.offset() + segment.length());
  }

  private static long trainableParameters(ComputationGraphConfiguration configuration) {
    return configuration.getVertices().values().stream()
        .map(
            vertex ->
                vertex instanceof LayerVertex layer ? layer.getLayerConf().getLayer() : vertex)
        .map(ConvoyConfiguration.class::cast)
        .flatMap(layer -> layer.parameterSpecifications().stream())
        .filter(tensor -> tensor.role().isTrainable())
        .mapToLong(ParameterSpecification::length)
        .sum();
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
  void namesTheNearestNetwork() {
    assertThatThrownBy(() -> new Architecture("lenet6", 10, 1, 28, 28))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Unknown network \"lenet6\"; did you mean lenet5? \"convoy models\" lists all");
    assertThatThrownBy(() -> new Architecture("lenet5", 0, 1, 28, 28))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numClasses must be at least 1, got 0");
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
