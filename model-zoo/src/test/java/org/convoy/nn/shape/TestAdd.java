package org.convoy.nn.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.convoy.nn.activation.ReLU;
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.network.LayerSummary;
import org.convoy.nn.network.Network;
import org.convoy.nn.norm.BatchNorm2d;
import org.convoy.nn.pool.AdaptiveAvgPool2d;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Residual addition in a graph whose activations fork. */
class TestAdd {
  private static final double STEP = 1e-6;

  @Test
  void gradientsBeforeTheForkMatchCentralDifferences() {
    ComputationGraph graph = new ComputationGraph(residual(17, DataType.DOUBLE));
    graph.init();
    INDArray input = Nd4j.linspace(-1, 1, 2 * 3 * 4 * 5, DataType.DOUBLE).reshape(2, 3, 4, 5);
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, 2, 17);
    labels.putScalar(0, 3, 1);
    labels.putScalar(1, 11, 1);
    score(graph, input, labels);
    INDArray gradient = graph.gradient().getGradientFor("stem_weight").dup('c');
    INDArray weight = graph.getLayer("stem").getParam("weight");
    for (int i = 0; i < weight.length(); i++) {
      double value = weight.getDouble(i);
      weight.putScalar(i, value + STEP);
      double above = score(graph, input, labels);
      weight.putScalar(i, value - STEP);
      double below = score(graph, input, labels);
      weight.putScalar(i, value);
      assertThat(gradient.getDouble(i))
          .as("weight %d", i)
          .isCloseTo((above - below) / (2 * STEP), within(1e-7));
    }

    graph.close();
  }

  @Test
  void isPartOfTheSummary() {
    try (Network network = Network.create(residual(3, DataType.FLOAT))) {
      assertThat(network.summary())
          .contains(new LayerSummary("add", "Add", List.of(3, 4, 5), 0, 0));
    }
  }

  @Test
  void survivesJson() {
    ComputationGraphConfiguration configuration = residual(3, DataType.FLOAT);
    ComputationGraphConfiguration read =
        ComputationGraphConfiguration.fromJson(configuration.toJson());
    assertThat(read).isEqualTo(configuration);
    assertThat(read.getVertices().get("add")).isEqualTo(configuration.getVertices().get("add"));
    assertThat(((Add) read.getVertices().get("add")).inputShape()).containsExactly(3, 4, 5);
  }

  @Test
  void refusesDifferentShapes() {
    assertThatThrownBy(() -> graph(3, 2, DataType.FLOAT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Add needs two inputs of the same shape, got [[2, 4, 5], [3, 4, 5]]");
  }

  @Test
  void shortcutRefusesChannelsItCannotPad() {
    assertThatThrownBy(
            () -> new ZeroPadShortcut(4, 2).setNIn(InputType.convolutional(5, 4, 3), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(
            "adds as many zero channels before as after its input's, so it cannot make 4 channels"
                + " of 3");
  }

  private static double score(ComputationGraph graph, INDArray input, INDArray labels) {
    graph.setInputs(input);
    graph.setLabels(labels);
    graph.computeGradientAndScore();
    return graph.score();
  }

  private static ComputationGraphConfiguration residual(int channels, DataType type) {
    return graph(channels, channels, type);
  }

  private static ComputationGraphConfiguration graph(
      int channels, int branchChannels, DataType type) {
    return new NeuralNetConfiguration.Builder()
        .dataType(type)
        .seed(5)
        .graphBuilder()
        .addInputs("input")
        .addLayer("stem", Conv2d.builder(channels, 1).build(), "input")
        .addLayer("conv", Conv2d.builder(branchChannels, 3).padding(1).build(), "stem")
        .addLayer("bn", new BatchNorm2d(), "conv")
        .addVertex("add", new Add(), "bn", "stem")
        .addLayer("relu", new ReLU(), "add")
        .addLayer("pool", AdaptiveAvgPool2d.of(1), "relu")
        .addLayer("flatten", new Flatten(), "pool")
        .addLayer("loss", new CrossEntropyOutput(), "flatten")
        .setOutputs("loss")
        .setInputTypes(InputType.convolutional(4, 5, 3))
        .build();
  }
}
