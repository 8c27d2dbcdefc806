package org.convoy.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.convoy.nn.model.Blocks.flatten;

import java.util.List;
import java.util.stream.Stream;
import org.convoy.nn.model.InputShape;
import org.convoy.nn.model.Sequential;
import org.convoy.nn.network.LayerSummary;
import org.convoy.nn.network.Network;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TestClassifierHead {
  static Stream<String> names() {
    return ModelZoo.names().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void isWhatDiffersForOtherClasses(String name) {
    ComputationGraphConfiguration usual =
        configuration(name, Architecture.usual(name).numClasses());
    ParameterLayout other = ParameterLayout.of(configuration(name, 7));

    List<String> differing =
        ParameterLayout.of(usual).segments().stream()
            .filter(
                segment ->
                    other.segments().stream()
                        .noneMatch(
                            there ->
                                there.name().equals(segment.name())
                                    && there.shape().equals(segment.shape())))
            .map(Segment::name)
            .toList();

    assertThat(ClassifierHead.of(usual).parameters())
        .containsExactlyInAnyOrderElementsOf(differing);
  }

  @ParameterizedTest
  @CsvSource({
    "resnet50, fc",
    "vgg16_bn, classifier.6",
    "mobilenet_v2, classifier.1",
    "googlenet, fc",
    "alexnet, classifier.6",
    "resnet20, linear",
    "lenet5, fc3",
    "vgg11_bn_cifar, classifier",
    "googlenet_aux, fc",
    "inception_v3_aux, fc",
    "squeezenet1_1, classifier.1",
    "densenet121, classifier",
    "efficientnet_b0, classifier.1",
    "convnext_tiny, classifier.2"
  })
  void hasPyTorchsName(String name, String layer) {
    assertThat(ClassifierHead.of(configuration(name, 10)).layer()).isEqualTo(layer);
  }

  @Test
  void isNotThereWithoutWeights() {
    ComputationGraphConfiguration noWeights =
        Sequential.of(flatten()).configuration(12, new InputShape(3, 2, 2));

    assertThatThrownBy(() -> ClassifierHead.of(noWeights))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the network has no weights");
  }

  /** What is told of a network without making it is what is true of it. */
  @ParameterizedTest
  @ValueSource(strings = {"lenet5", "resnet20", "googlenet_aux", "mobilenet_v2"})
  void configurationsTellWhatNetworksTell(String name) {
    ComputationGraphConfiguration configuration = ModelZoo.configuration(Architecture.usual(name));
    try (Network network = Network.create(configuration)) {
      assertThat(ParameterLayout.of(configuration)).isEqualTo(network.layout());
      assertThat(LayerSummary.of(configuration)).isEqualTo(network.summary());
    }
  }

  /** As torchvision publishes them, in GFLOPS. */
  @ParameterizedTest
  @CsvSource({
    "resnet18, 11_689_512, 1.81", "resnet50, 25_557_032, 4.09", "vgg16, 138_357_544, 15.47",
    "alexnet, 61_100_840, 0.71", "mobilenet_v2, 3_504_872, 0.30", "googlenet, 6_624_904, 1.50"
  })
  void countsAsTorchvision(String name, String parameters, double billions) {
    List<LayerSummary> layers = LayerSummary.of(ModelZoo.configuration(Architecture.usual(name)));

    assertThat(layers.stream().mapToLong(LayerSummary::parameters).sum())
        .isEqualTo(Long.parseLong(parameters.replace("_", "")));
    assertThat(layers.stream().mapToLong(LayerSummary::multiplyAdds).sum() / 1e9)
        .isBetween(billions - 0.006, billions + 0.006);
  }

  private static ComputationGraphConfiguration configuration(String name, int numClasses) {
    Architecture usual = Architecture.usual(name);
    return ModelZoo.configuration(
        new Architecture(
            name, numClasses, usual.inputChannels(), usual.inputHeight(), usual.inputWidth()));
  }
}
