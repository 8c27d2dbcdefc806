package org.convoy.weights.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxModelMetadata;
import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.convoy.nn.model.InputShape;
import org.convoy.nn.model.LayerList;
import org.convoy.nn.network.Network;
import org.convoy.weights.StateDict;
import org.convoy.weights.Tensor;
import org.convoy.weights.TrainedWeights;
import org.convoy.weights.WeightFormatException;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What onnxruntime computes with exported models. */
final class TestOnnxModel {
  private static final int CLASSES = 10;
  private static final int BATCH = 3;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "lenet5, 1, 28",
    "resnet18, 3, 64",
    "resnet20, 3, 32",
    "resnet20_b, 3, 32",
    "resnet50, 3, 48",
    "googlenet, 3, 75",
    "googlenet_aux, 3, 75",
    "mobilenet_v2, 3, 64",
    "speedrun_cifar, 3, 32",
    "vgg11_bn_cifar, 3, 32",
    "convnext_tiny, 3, 64",
    "mobilenet_v3_small, 3, 64",
    "shufflenet_v2_x0_5, 3, 64"
  })
  void networksGiveTheSameLogits(String name, int channels, int side) throws Exception {
    assertSameLogits(new Architecture(name, CLASSES, channels, side, side));
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "alexnet, 3, 80",
    "googlenet, 1, 224",
    "resnet34, 3, 64",
    "resnext50_32x4d, 3, 64",
    "wide_resnet50_2, 3, 64",
    "densenet121, 3, 64",
    "efficientnet_b0, 3, 64",
    "inception_v3, 3, 96",
    "mnasnet0_5, 3, 64",
    "regnet_y_400mf, 3, 64",
    "squeezenet1_1, 3, 64",
    "resnet101, 3, 64",
    "resnet152, 3, 64",
    "resnet32, 3, 32",
    "resnet32_b, 3, 32",
    "resnet44, 3, 32",
    "resnet44_b, 3, 32",
    "resnet56, 3, 32",
    "resnet56_b, 3, 32",
    "resnet110, 3, 32",
    "resnet110_b, 3, 32",
    "vgg11, 3, 64",
    "vgg11_bn, 3, 64",
    "vgg13, 3, 64",
    "vgg13_bn, 3, 64",
    "vgg16, 3, 64",
    "vgg16_bn, 3, 64",
    "vgg19, 3, 64",
    "vgg19_bn, 3, 224"
  })
  void otherNetworksGiveTheSameLogits(String name, int channels, int side) throws Exception {
    assertSameLogits(new Architecture(name, CLASSES, channels, side, side));
  }

  /** A family of many sizes has the same layers in all. */
  @Test
  void noFamilyOfTheZooIsLeftOut() throws Exception {
    List<String> tested =
        Arrays.stream(TestOnnxModel.class.getDeclaredMethods())
            .map(method -> method.getAnnotation(CsvSource.class))
            .filter(Objects::nonNull)
            .flatMap(source -> Arrays.stream(source.value()))
            .map(line -> family(line.split(",", -1)[0]))
            .toList();

    assertThat(tested).containsAll(ModelZoo.names().stream().map(TestOnnxModel::family).toList());
  }

  private static String family(String network) {
    return network.split("[_\\d]", -1)[0];
  }

  /** Each ends with the same classifier. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"conv2d\": {\"out\": 4, \"kernel\": [3, 2], \"stride\": [2, 1], \"padding\": [1, 2]}}",
        "{\"conv2d\": {\"out\": 4, \"kernel\": 3, \"dilation\": 2, \"groups\": 2, \"bias\": false}}",
        "{\"conv2d\": {\"out\": 4, \"kernel\": 4, \"padding\": \"same\"}}",
        "{\"conv2d\": {\"out\": 4, \"kernel\": 3, \"padding\": 2, \"paddingMode\": \"reflect\"}}",
        "{\"conv2d\": {\"out\": 4, \"kernel\": 3, \"padding\": 2, \"paddingMode\": \"replicate\"}}",
        "{\"conv2d\": {\"out\": 4, \"kernel\": 3, \"padding\": [3, 0], \"paddingMode\": \"circular\"}}",
        "{\"conv2d\": {\"out\": 4, \"kernel\": 4, \"padding\": \"same\", \"paddingMode\": \"circular\"}}",
        "\"batchNorm2d\"",
        "{\"batchNorm2d\": {\"affine\": false, \"eps\": 0.01}}",
        "{\"batchNorm2d\": {\"cumulativeAverage\": true}}",
        "{\"groupNorm\": {\"groups\": 2, \"channels\": 4}}",
        "{\"groupNorm\": {\"groups\": 4, \"channels\": 4, \"affine\": false, \"eps\": 0.1}}",
        "{\"localResponseNorm\": {\"size\": 3, \"alpha\": 0.5, \"beta\": 0.6, \"k\": 2}}",
        "{\"dropout\": {\"probability\": 0.3}}",
        "\"dropout2d\"",
        "{\"maxPool2d\": {\"kernel\": 3, \"stride\": 2, \"padding\": 1}}",
        "{\"maxPool2d\": {\"kernel\": 2, \"stride\": 2, \"ceilMode\": true}}",
        "{\"maxPool2d\": {\"kernel\": 3, \"stride\": 4, \"padding\": 1, \"ceilMode\": true}}",
        "{\"maxPool2d\": {\"kernel\": 2, \"stride\": 1, \"dilation\": 3}}",
        "{\"avgPool2d\": {\"kernel\": 3, \"stride\": 2, \"padding\": 1}}",
        "{\"avgPool2d\": {\"kernel\": 3, \"stride\": 2, \"padding\": 1, \"countIncludePad\": false}}",
        "{\"avgPool2d\": {\"kernel\": [4, 3], \"stride\": [4, 2], \"padding\": 1, \"ceilMode\": true}}",
        "{\"avgPool2d\": {\"kernel\": 4, \"padding\": 1, \"ceilMode\": true, \"countIncludePad\": false}}",
        "{\"avgPool2d\": {\"kernel\": 4, \"padding\": 1, \"ceilMode\": true, \"divisorOverride\": 5}}",
        "{\"adaptiveAvgPool2d\": {\"output\": 1}}",
        "{\"adaptiveAvgPool2d\": {\"output\": 3}}",
        "{\"adaptiveAvgPool2d\": {\"output\": [5, 2]}}",
        "{\"adaptiveAvgPool2d\": {\"output\": 12}}",
        "{\"zeroPadShortcut\": {\"out\": 8, \"stride\": 2}}",
        "\"relu\"",
        "\"relu6\"",
        "{\"leakyReLU\": {\"negativeSlope\": 0.2}}",
        "\"prelu\"",
        "{\"prelu\": {\"parameters\": 4}}",
        "\"rrelu\"",
        "{\"elu\": {\"alpha\": 0.7}}",
        "\"gelu\"",
        "{\"gelu\": {\"approximate\": \"tanh\"}}",
        "\"silu\"",
        "\"hardswish\"",
        "\"hardsigmoid\"",
        "\"sigmoid\"",
        "\"tanh\"",
        "{\"softmax\": {\"dim\": 1}}",
        "{\"softmax\": {\"dim\": -1}}",
        "{\"flatten\": {\"startDim\": 2}}, {\"linear\": {\"out\": 6}}",
        "{\"flatten\": {\"startDim\": 2}}, {\"linear\": {\"out\": 6, \"bias\": false}}",
        "{\"flatten\": {\"startDim\": 1, \"endDim\": 2}}",
        "{\"flatten\": {}}, {\"prelu\": {\"parameters\": 324}}, {\"linear\": {\"out\": 7, \"bias\": false}}"
      })
  void layersGiveTheSameLogits(String layers) throws Exception {
    assertSameLogits(
        architecture(
            "[{\"conv2d\": {\"out\": 4, \"kernel\": 1}}, %s, \"flatten\", {\"linear\": {\"out\": 10}}]"
                .formatted(layers)));
  }

  @Test
  void theLastLayerMayBeAnother() throws Exception {
    assertSameLogits(architecture("[\"flatten\", {\"linear\": {\"out\": 10}}, {\"dropout\": {}}]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"batchNorm2d\": {\"trackRunningStats\": false}} | 1 | BatchNorm2d"
            + " | without running statistics, an image's result depends on its batch",
        "{\"localResponseNorm\": {\"size\": 4}} | 1 | LocalResponseNorm"
            + " | ONNX wants an odd number of channels in the window, not 4"
      })
  void layersWithoutAnOperatorAreRefused(String layer, String name, String type, String reason) {
    Architecture architecture =
        architecture(
            "[{\"conv2d\": {\"out\": 4, \"kernel\": 1}}, %s, \"flatten\", {\"linear\": {\"out\": 10}}]"
                .formatted(layer));
    ComputationGraphConfiguration configuration = ModelZoo.configuration(architecture);
    try (Network network = Network.create(configuration)) {
      Map<String, Tensor> tensors = StateDict.of(network.layout(), network.parameters());
      assertThatThrownBy(() -> OnnxModel.of("x", configuration, tensors, Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Layer \"%s\" (%s) cannot be exported to ONNX: %s".formatted(name, type, reason));
    }
  }

  @Test
  void missingAndWrongTensorsAreRefused() {
    Architecture architecture = new Architecture("lenet5", CLASSES, 1, 28, 28);
    ComputationGraphConfiguration configuration = ModelZoo.configuration(architecture);
    try (Network network = Network.create(configuration)) {
      Map<String, Tensor> tensors =
          new TreeMap<>(StateDict.of(network.layout(), TrainedWeights.parameters(network)));
      tensors.put("fc3.bias", Tensor.ofFloats(new float[3], 3));
      assertThatThrownBy(() -> OnnxModel.of("x", configuration, tensors, Map.of()))
          .isInstanceOf(WeightFormatException.class)
          .hasMessageStartingWith("x: does not fit the network:")
          .hasMessageContaining("fc3.bias");
      tensors.remove("fc3.bias");
      assertThatThrownBy(() -> OnnxModel.of("x", configuration, tensors, Map.of()))
          .isInstanceOf(WeightFormatException.class)
          .hasMessageContaining("fc3.bias");
    }
  }

  @Test
  void doublesAreRounded() throws Exception {
    Architecture architecture = architecture("[\"flatten\", {\"linear\": {\"out\": 10}}]");
    ComputationGraphConfiguration configuration = ModelZoo.configuration(architecture);
    Map<String, Tensor> tensors =
        Map.of(
            "1.weight", Tensor.ofDoubles(new double[1620], 10, 162),
            "1.bias", Tensor.ofDoubles(new double[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 10));
    OnnxModel model = OnnxModel.of("x", configuration, tensors, Map.of());
    try (OnnxSession session = new OnnxSession(model, folder.resolve("model.onnx"))) {
      assertThat(session.logits(FloatBuffer.allocate(162), 1, 2, 9, 9)[0])
          .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }
  }

  @Test
  void inputOutputAndMetadataAreNamed() throws Exception {
    Architecture architecture = new Architecture("lenet5", CLASSES, 1, 28, 28);
    ComputationGraphConfiguration configuration = ModelZoo.configuration(architecture);
    Map<String, String> metadata = Map.of("convoy.classes", "[\"ä\"]", "b", "");
    try (Network network = Network.create(configuration)) {
      OnnxModel model =
          OnnxModel.of(
              "lenet5",
              configuration,
              StateDict.of(network.layout(), network.parameters()),
              metadata);
      try (OnnxSession session = new OnnxSession(model, folder.resolve("model.onnx"))) {
        OnnxModelMetadata found = session.session().getMetadata();
        assertThat(folder.resolve("model.onnx")).hasSize(model.size());
        assertThat(found.getCustomMetadata()).isEqualTo(metadata);
        assertThat(found.getProducerName()).isEqualTo("convoy");
        assertThat(found.getGraphName()).isEqualTo("lenet5");
        assertThat(session.session().getInputInfo().get("images").getInfo().toString())
            .contains("shape=[-1, 1, 28, 28]", "dimNames=[batch,");
        assertThat(session.session().getOutputInfo().get("logits").getInfo().toString())
            .contains("shape=[-1, 10]");
      }
    }
  }

  private static Architecture architecture(String layers) {
    return Architecture.of(layerList(layers), CLASSES, new InputShape(2, 9, 9));
  }

  private static LayerList layerList(String json) {
    try {
      return LayerList.of(new ObjectMapper().readValue(json, List.class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private void assertSameLogits(Architecture architecture) throws IOException, OrtException {
    ComputationGraphConfiguration configuration = ModelZoo.configuration(architecture);
    try (Network network = Network.create(configuration)) {
      network.setParameters(TrainedWeights.parameters(network));
      OnnxModel model =
          OnnxModel.of(
              architecture.name(),
              configuration,
              StateDict.of(network.layout(), network.parameters()),
              Map.of());
      float[] images = TrainedWeights.images(architecture, BATCH);
      network.input(BATCH).put(images);
      float[] expected = network.logits(BATCH);
      try (OnnxSession session = new OnnxSession(model, folder.resolve("model.onnx"))) {
        assertClose(session.logits(FloatBuffer.wrap(images), shape(architecture)), expected);
      }
    }
  }

  private static long[] shape(Architecture architecture) {
    return new long[] {
      BATCH, architecture.inputChannels(), architecture.inputHeight(), architecture.inputWidth()
    };
  }

  /** Within 1e-4 of the largest, and the largest at the same place. */
  static void assertClose(float[][] found, float[] expected) {
    float largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }

    assertThat(largest).isGreaterThan(0.01f);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i / CLASSES][i % CLASSES])
          .as("logit %d", i)
          .isCloseTo(expected[i], within(1e-4f * largest));
    }
  }
}
