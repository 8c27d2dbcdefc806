package org.convoy.nn.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.network.Network;
import org.convoy.nn.shape.Flatten;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Unpooling within networks: an encoder whose maxima the decoder puts back. */
class TestMaxUnpool2d {
  private static final double STEP = 1e-6;

  @Test
  void gradientsMatchCentralDifferences() {
    ComputationGraph graph = new ComputationGraph(encoderAndDecoder(DataType.DOUBLE, "code"));
    graph.init();
    INDArray input = Nd4j.create(DataType.DOUBLE, 2, 2, 5, 6);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < input.length(); i++) {
      input.putScalar(i, random.nextDouble(-1, 1));
    }

    INDArray labels = Nd4j.zeros(DataType.DOUBLE, 2, 60);
    labels.putScalar(0, 3, 1);
    labels.putScalar(1, 11, 1);
    for (String layer : new String[] {"stem", "code"}) {
      score(graph, input, labels);
      INDArray gradient = graph.gradient().getGradientFor(layer + "_weight").dup('c');
      INDArray weight = graph.getLayer(layer).getParam("weight");
      for (int i = 0; i < weight.length(); i++) {
        double value = weight.getDouble(i);
        weight.putScalar(i, value + STEP);
        double above = score(graph, input, labels);
        weight.putScalar(i, value - STEP);
        double below = score(graph, input, labels);
        weight.putScalar(i, value);
        assertThat(gradient.getDouble(i))
            .as("%s[%d]", layer, i)
            .isCloseTo((above - below) / (2 * STEP), within(1e-7));
      }
    }

    graph.close();
  }

  /** The decoder's values come from behind the pooling, or from the side of it. */
  @ParameterizedTest
  @ValueSource(strings = {"code", "side", "pool"})
  void backendsAgree(String values) {
    ComputationGraphConfiguration configuration = encoderAndDecoder(DataType.FLOAT, values);
    try (Network planned = Network.create(configuration, KernelChoice.of(Backend.ONEDNN));
        Network layered = Network.create(configuration, KernelChoice.of(Backend.ND4J))) {
      for (Network network : new Network[] {planned, layered}) {
        network.initialize(3);
        SplittableRandom random = new SplittableRandom(5);
        for (int step = 0; step < 2; step++) {
          float[] input = new float[3 * 60];
          for (int i = 0; i < input.length; i++) {
            input[i] = (float) random.nextDouble(-1, 1);
          }

          network.input(3).put(input);
          network.computeGradients(new int[] {1, 30, 59}, 1);
        }
      }

      assertThat(planned.gradients()).containsExactly(layered.gradients(), within(1e-5F));
      assertThat(planned.logits(3)).containsExactly(layered.logits(3), within(1e-5F));
    }
  }

  @Test
  void survivesJson() {
    ComputationGraphConfiguration configuration = encoderAndDecoder(DataType.FLOAT, "code");
    ComputationGraphConfiguration read =
        ComputationGraphConfiguration.fromJson(configuration.toJson());
    assertThat(read).isEqualTo(configuration);
    MaxUnpool2d unpool = (MaxUnpool2d) read.getVertices().get("unpool");
    assertThat(unpool).isEqualTo(configuration.getVertices().get("unpool"));
    assertThat(unpool.outputShape()).containsExactly(2, 5, 6);
    assertThat(unpool.clone()).isEqualTo(unpool).isNotSameAs(unpool);
  }

  @Test
  void refusesSecondInputWithoutIndices() {
    GraphBuilder builder = builder(DataType.FLOAT);
    addDecoder(
        builder
            .addLayer("pool", MaxPool2d.builder(2).build(), "stem")
            .addVertex("unpool", MaxUnpool2d.builder(2).outputSize(5, 6).build(), "pool", "pool"));
    assertThatThrownBy(() -> new ComputationGraph(builder.build()).init())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "MaxUnpool2d \"unpool\" needs as its second input a MaxPool2d layer made with"
                + " returnIndices(), but \"pool\" is none");
  }

  @Test
  void refusesOutputTooSmallForTheIndices() {
    GraphBuilder builder = builder(DataType.FLOAT);
    addDecoder(
        builder
            .addLayer("pool", MaxPool2d.builder(3, 2).stride(2).returnIndices().build(), "stem")
            .addVertex("unpool", MaxUnpool2d.builder(2).build(), "pool", "pool"));
    assertThatThrownBy(() -> new ComputationGraph(builder.build()).init())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "MaxUnpool2d \"unpool\" has an output of 4 x 6 pixels, too small for the indices, up"
                + " to 29, of a pooling of [2, 5, 6]; set outputSize to the size of the pooling"
                + " layer's input");
  }

  @Test
  void refusesSizesThatNoPoolingMakes() {
    MaxUnpool2d unpool = MaxUnpool2d.builder(2).outputSize(5, 8).build();
    InputType type = InputType.convolutional(2, 3, 4);
    assertThatThrownBy(() -> unpool.getOutputType(0, type, type))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "MaxUnpool2d cannot make an output of 5 x 8 pixels of the input [4, 2, 3]: each length"
                + " must be positive and within stride - 1 of 4 x 6");
    assertThatThrownBy(() -> unpool.getOutputType(0, type, InputType.convolutional(2, 3, 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("MaxUnpool2d needs two inputs of the same shape [channels, height")
        .hasMessageEndingWith("got [[4, 2, 3], [5, 2, 3]]");
  }

  private static double score(ComputationGraph graph, INDArray input, INDArray labels) {
    graph.setInputs(input);
    graph.setLabels(labels);
    graph.computeGradientAndScore();
    return graph.score();
  }

  private static ComputationGraphConfiguration encoderAndDecoder(DataType type, String values) {
    GraphBuilder builder =
        builder(type).addLayer("pool", MaxPool2d.builder(2).returnIndices().build(), "stem");
    switch (values) {
      case "code" -> builder.addLayer("code", Conv2d.builder(2, 3).padding(1).build(), "pool");
      case "side" -> builder.addLayer("side", Conv2d.builder(2, 2).stride(2).build(), "input");
      default -> {}
    }

    builder.addVertex("unpool", MaxUnpool2d.builder(2).outputSize(5, 6).build(), values, "pool");
    return addDecoder(builder).build();
  }

  private static GraphBuilder builder(DataType type) {
    return new NeuralNetConfiguration.Builder()
        .dataType(type)
        .seed(5)
        .graphBuilder()
        .addInputs("input")
        .setInputTypes(InputType.convolutional(5, 6, 2))
        .addLayer("stem", Conv2d.builder(2, 3).padding(1).build(), "input");
  }

  private static GraphBuilder addDecoder(GraphBuilder builder) {
    return builder
        .addLayer("out", Conv2d.builder(2, 3).padding(1).build(), "unpool")
        .addLayer("flatten", new Flatten(), "out")
        .addLayer("loss", new CrossEntropyOutput(), "flatten")
        .setOutputs("loss");
  }
}
