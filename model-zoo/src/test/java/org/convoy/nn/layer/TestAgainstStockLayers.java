package org.convoy.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Zoo networks against the same networks of DL4J's own layers: output, loss and all gradients of a
 * training step.
 */
class TestAgainstStockLayers {
  private static final int BATCH = 4;
  private static final int CLASSES = 10;

  /**
   * Smaller gradients are compared as if this large: a bias before batch norm has only rounding.
   */
  private static final double NEGLIGIBLE = 1e-2;

  @ParameterizedTest
  @CsvSource({"lenet5, 1, 28", "resnet18, 3, 32", "resnet20, 3, 32", "vgg11_bn_cifar, 3, 32"})
  void agreesInDoublePrecision(String name, int channels, int size) {
    ComputationGraph ours = graph(name, channels, size, DataType.DOUBLE);
    StockTwin stock = new StockTwin(ours, DataType.DOUBLE);
    try {
      compare(ours, stock, input(1, DataType.DOUBLE, channels, size), 1e-9);
    } finally {
      ours.close();
      stock.graph().close();
    }
  }

  /**
   * In single precision a ReLU's input that is zero but for rounding may have another sign in the
   * other network; all gradients before it then differ by a thousandth to a tenth. So the input is
   * one for which no sign differs.
   */
  @ParameterizedTest
  @CsvSource({"lenet5, 1, 28", "resnet18, 3, 64", "resnet20, 3, 32", "vgg11_bn_cifar, 3, 32"})
  void agreesInSinglePrecision(String name, int channels, int size) {
    ComputationGraph ours = graph(name, channels, size, DataType.FLOAT);
    StockTwin stock = new StockTwin(ours, DataType.FLOAT);
    try {
      int seed = 1;
      INDArray input = input(seed, DataType.FLOAT, channels, size);
      while (differentSigns(ours, stock.graph(), input) > 0) {
        seed++;
        assertThat(seed).as("inputs without a ReLU of another sign are common").isLessThan(10);
        input = input(seed, DataType.FLOAT, channels, size);
      }

      compare(ours, stock, input, 1e-4);
    } finally {
      ours.close();
      stock.graph().close();
    }
  }

  private static void compare(
      ComputationGraph ours, StockTwin stock, INDArray input, double tolerance) {
    INDArray labels = Nd4j.zeros(input.dataType(), BATCH, CLASSES);
    for (int example = 0; example < BATCH; example++) {
      labels.putScalar(example, example, 1);
    }

    step(ours, input, labels);
    step(stock.graph(), input, labels);
    assertThat(ours.score()).isCloseTo(stock.graph().score(), within(tolerance));
    stock
        .gradients(BATCH)
        .forEach(
            (name, expected) -> {
              int dot = name.lastIndexOf('.');
              String key = name.substring(0, dot) + "_" + name.substring(dot + 1);
              assertClose(name, ours.gradient().getGradientFor(key), expected, tolerance);
            });
    assertClose(
        "output",
        ours.outputSingle(true, input),
        stock.graph().outputSingle(true, input),
        tolerance);
  }

  private static void assertClose(
      String name, INDArray actual, INDArray expected, double tolerance) {
    double[] values = ArrayMemory.copyAsDoubles(expected);
    double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
    double[] differences = ArrayMemory.copyAsDoubles(actual);
    assertThat(differences).as(name).hasSameSizeAs(values);
    Arrays.setAll(differences, i -> Math.abs(differences[i] - values[i]));
    assertThat(Arrays.stream(differences).max().orElse(0))
        .as("largest difference in %s, of values up to %s", name, largest)
        .isLessThanOrEqualTo(tolerance * Math.max(largest, NEGLIGIBLE));
  }

  private static void step(ComputationGraph graph, INDArray input, INDArray labels) {
    graph.setInputs(input);
    graph.setLabels(labels);
    graph.computeGradientAndScore();
  }

  private static long differentSigns(
      ComputationGraph ours, ComputationGraph stock, INDArray input) {
    Map<String, INDArray> expected = stock.feedForward(input, true);
    long different = 0;
    for (Map.Entry<String, INDArray> activation : ours.feedForward(input, true).entrySet()) {
      if (isReLU(ours, activation.getKey())) {
        double[] left = ArrayMemory.copyAsDoubles(activation.getValue());
        double[] right = ArrayMemory.copyAsDoubles(expected.get(activation.getKey()));
        for (int i = 0; i < left.length; i++) {
          different += left[i] > 0 == right[i] > 0 ? 0 : 1;
        }
      }
    }

    return different;
  }

  private static boolean isReLU(ComputationGraph graph, String vertex) {
    return graph.getConfiguration().getVertices().get(vertex) instanceof LayerVertex layer
        && layer.getLayerConf().getLayer() instanceof ReLU;
  }

  private static INDArray input(long seed, DataType type, int channels, int size) {
    INDArray array = Nd4j.create(type, BATCH, channels, size, size);
    ArrayMemory.assign(array, new SplittableRandom(seed).doubles(array.length(), -2, 2).toArray());
    return array;
  }

  private static ComputationGraph graph(String name, int channels, int size, DataType type) {
    ComputationGraphConfiguration configuration =
        ModelZoo.configuration(new Architecture(name, CLASSES, channels, size, size));
    configuration.setDataType(type);
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    graph.initGradientsView();
    return graph;
  }
}
