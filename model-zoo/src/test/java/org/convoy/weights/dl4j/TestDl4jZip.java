package org.convoy.weights.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.convoy.nn.model.InputShape;
import org.convoy.nn.model.LayerList;
import org.convoy.nn.network.Network;
import org.convoy.weights.Safetensors;
import org.convoy.weights.StateDict;
import org.convoy.weights.Tensor;
import org.convoy.weights.TrainedWeights;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What DL4J's own ModelSerializer and layers make of exported models. */
final class TestDl4jZip {
  private static final int CLASSES = 10;
  private static final int BATCH = 3;

  @ParameterizedTest
  @CsvSource({"lenet5, 1, 28", "resnet20, 3, 32", "resnet20_b, 3, 32"})
  void networksGiveTheSameProbabilities(String name, int channels, int side) throws Exception {
    assertSame(new Architecture(name, CLASSES, channels, side, side));
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "alexnet, 3, 224",
    "resnet18, 3, 64",
    "resnet34, 3, 64",
    "vgg11_bn_cifar, 3, 32",
    "resnet50, 3, 64",
    "resnet110, 3, 32"
  })
  void otherNetworksGiveTheSameProbabilities(String name, int channels, int side) throws Exception {
    assertSame(new Architecture(name, CLASSES, channels, side, side));
  }

  /** Each ends with the same classifier. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"conv2d\": {\"out\": 4, \"kernel\": [3, 2], \"stride\": [2, 1], \"padding\": [1, 2]}}",
        "{\"conv2d\": {\"out\": 4, \"kernel\": 3, \"dilation\": 2, \"bias\": false}}",
        "{\"conv2d\": {\"out\": 4, \"kernel\": 3, \"padding\": \"same\"}}",
        "{\"batchNorm2d\": {\"eps\": 0.01}}",
        "{\"localResponseNorm\": {\"size\": 3, \"alpha\": 0.5, \"beta\": 0.6, \"k\": 2}}",
        "{\"dropout\": {\"probability\": 0.3}}",
        "{\"dropout\": {\"probability\": 0}}",
        "\"dropout2d\"",
        "{\"maxPool2d\": {\"kernel\": 3, \"stride\": 2, \"padding\": 1}}",
        "{\"maxPool2d\": {\"kernel\": 3, \"stride\": 2, \"ceilMode\": true}}",
        "{\"avgPool2d\": {\"kernel\": 3, \"stride\": 2, \"padding\": 1}}",
        "{\"avgPool2d\": {\"kernel\": 3, \"stride\": 2, \"padding\": 1, \"countIncludePad\": false}}",
        "{\"adaptiveAvgPool2d\": {\"output\": 1}}",
        "{\"adaptiveAvgPool2d\": {\"output\": 3}}",
        "{\"adaptiveAvgPool2d\": {\"output\": 9}}",
        "{\"zeroPadShortcut\": {\"out\": 8, \"stride\": 2}}",
        "\"relu\"",
        "\"relu6\"",
        "{\"leakyReLU\": {\"negativeSlope\": 0.2}}",
        "{\"elu\": {\"alpha\": 0.7}}",
        "\"silu\"",
        "\"sigmoid\"",
        "\"tanh\"",
        "\"flatten\", \"relu\", {\"linear\": {\"out\": 7, \"bias\": false}}, {\"softmax\": {\"dim\": 1}}"
      })
  void layersGiveTheSameProbabilities(String layers) throws Exception {
    assertSame(
        architecture(
            "[{\"conv2d\": {\"out\": 4, \"kernel\": 1}}, %s, \"flatten\", {\"linear\": {\"out\": 10}}]"
                .formatted(layers)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"conv2d\": {\"out\": 4, \"kernel\": 3, \"groups\": 2}} | Conv2d"
            + " | its convolutions have no groups, this one has 2",
        "{\"conv2d\": {\"out\": 4, \"kernel\": 2, \"padding\": \"same\"}} | Conv2d"
            + " | its convolutions pad with zeros, as many on both sides",
        "{\"conv2d\": {\"out\": 4, \"kernel\": 3, \"padding\": 1, \"paddingMode\": \"reflect\"}}"
            + " | Conv2d | its convolutions pad with zeros, as many on both sides",
        "{\"batchNorm2d\": {\"affine\": false}} | BatchNorm2d"
            + " | its batch norm has weight, bias, running statistics and a momentum",
        "{\"groupNorm\": {\"groups\": 2, \"channels\": 4}} | GroupNorm | it has no counterpart",
        "{\"maxPool2d\": {\"kernel\": 2, \"ceilMode\": true}} | MaxPool2d"
            + " | its windows do not reach over the edge, as here in ceil mode",
        "{\"maxPool2d\": {\"kernel\": 2, \"stride\": 1, \"dilation\": 2}} | MaxPool2d"
            + " | its pooling forgets the dilation in some cases",
        "{\"avgPool2d\": {\"kernel\": 2, \"divisorOverride\": 3}} | AvgPool2d"
            + " | its pooling has no other divisor than the window",
        "{\"adaptiveAvgPool2d\": {\"output\": 4}} | AdaptiveAvgPool2d"
            + " | its pooling has equal windows, which 4 x 4 pixels do not make of 9 x 9",
        "{\"dropout\": {\"probability\": 1}} | Dropout | its dropout keeps something",
        "\"gelu\" | GELU | it has no counterpart",
        "\"hardswish\" | Hardswish | it has no counterpart",
        "\"hardsigmoid\" | Hardsigmoid | it has no counterpart",
        "\"prelu\" | PReLU | it has no counterpart",
        "\"rrelu\" | RReLU | it has no counterpart",
        "{\"softmax\": {\"dim\": 1}} | Softmax | it has no counterpart"
      })
  void layersWithoutCounterpartAreRefused(String layer, String type, String reason) {
    Architecture architecture =
        architecture(
            "[{\"conv2d\": {\"out\": 4, \"kernel\": 1}}, %s, \"flatten\", {\"linear\": {\"out\": 10}}]"
                .formatted(layer));
    try (Network network = Network.create(ModelZoo.configuration(architecture))) {
      Map<String, Tensor> tensors = StateDict.of(network.layout(), network.parameters());
      ByteArrayOutputStream written = new ByteArrayOutputStream();
      assertThatThrownBy(() -> Dl4jZip.write("x", tensors, metadata(architecture), written))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Layer \"1\" (%s) cannot be exported to DL4J's own layers: %s"
                  .formatted(type, reason));
      assertThat(written.size()).isZero();
    }
  }

  private static Architecture architecture(String layers) {
    try {
      LayerList list = LayerList.of(new ObjectMapper().readValue(layers, List.class));
      return Architecture.of(list, CLASSES, new InputShape(2, 9, 9));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(layers, e);
    }
  }

  static Map<String, String> metadata(Architecture architecture) {
    return Map.of(Dl4jZip.MODEL, architecture.toJson(), "convoy.classes", "[]");
  }

  static byte[] zip(Architecture architecture, Map<String, Tensor> tensors) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Dl4jZip.write("x", tensors, metadata(architecture), bytes);
    return bytes.toByteArray();
  }

  /** Export, DL4J's reading and computing, and Convoy's reading. */
  private static void assertSame(Architecture architecture) throws IOException {
    ComputationGraphConfiguration configuration = ModelZoo.configuration(architecture);
    try (Network network = Network.create(configuration)) {
      network.setParameters(TrainedWeights.parameters(network));
      Map<String, Tensor> tensors = StateDict.of(network.layout(), network.parameters());
      byte[] zip = zip(architecture, tensors);
      float[] images = TrainedWeights.images(architecture, BATCH);
      network.input(BATCH).put(images);
      float[] logits = network.logits(BATCH);
      assertClose(stockProbabilities(zip, images, architecture), probabilities(logits));
      Safetensors read = Dl4jZip.read("x.zip", new ByteArrayInputStream(zip), zip.length);
      assertThat(read.tensors()).isEqualTo(tensors);
      assertThat(read.metadata()).isEqualTo(metadata(architecture));
      assertThat(zip(architecture, read.tensors())).isEqualTo(zip);
    }
  }

  private static float[] stockProbabilities(byte[] zip, float[] images, Architecture architecture)
      throws IOException {
    ComputationGraph stock = ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(zip));
    assertThat(Arrays.stream(stock.getLayers()).map(layer -> layer.getClass().getName()))
        .allMatch(name -> name.startsWith("org.deeplearning4j."));
    INDArray input =
        Nd4j.createFromArray(images)
            .reshape(
                BATCH,
                architecture.inputChannels(),
                architecture.inputHeight(),
                architecture.inputWidth());
    return stock.outputSingle(input).dup('c').data().asFloat();
  }

  /** Less the largest logit: those of deep networks with random weights are beyond exp's range. */
  private static float[] probabilities(float[] logits) {
    return probabilities(logits, CLASSES);
  }

  static float[] probabilities(float[] logits, int classes) {
    float[] probabilities = new float[logits.length];
    for (int start = 0; start < logits.length; start += classes) {
      double largest = logits[start];
      for (int i = start; i < start + classes; i++) {
        largest = Math.max(largest, logits[i]);
      }

      double sum = 0;
      for (int i = start; i < start + classes; i++) {
        sum += Math.exp(logits[i] - largest);
      }

      for (int i = start; i < start + classes; i++) {
        probabilities[i] = (float) (Math.exp(logits[i] - largest) / sum);
      }
    }

    return probabilities;
  }

  static void assertClose(float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).as("probability %d", i).isCloseTo(expected[i], within(1e-4f));
    }
  }

  /** DL4J's own writer and ours make the same array. */
  @Test
  void coefficientsAreWrittenAsNd4jWritesThem() throws Exception {
    Architecture architecture = new Architecture("lenet5", CLASSES, 1, 28, 28);
    try (StockNetwork network = StockNetwork.of(ModelZoo.configuration(architecture))) {
      ByteArrayOutputStream theirs = new ByteArrayOutputStream();
      Nd4j.write(network.graph().params(), new DataOutputStream(theirs));
      ByteArrayOutputStream ours = new ByteArrayOutputStream();
      FloatBuffer values = network.parameters();
      Coefficients.write(ours, network.graph().params().shapeInfoDataBuffer().asLong(), values);

      assertThat(ours.toByteArray()).isEqualTo(theirs.toByteArray());
    }
  }
}
