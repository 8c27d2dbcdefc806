package org.convoy.nn.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
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
      INDArray input = input(1, DataType.DOUBLE, channels, size);
      assertThat(largestDifference(ours, stock, input)).isLessThanOrEqualTo(1e-9);
    } finally {
      ours.close();
      stock.graph().close();
    }
  }

  /**
   * In single precision a ReLU's input that is zero but for rounding may have another sign in the
   * other network, and two values in a window of max pooling another order; all gradients before
   * then differ by a thousandth to a tenth. Inputs for which neither happens are common: one of a
   * few must agree.
   */
  @ParameterizedTest
  @CsvSource({"lenet5, 1, 28", "resnet18, 3, 64", "resnet20, 3, 32", "vgg11_bn_cifar, 3, 32"})
  void agreesInSinglePrecision(String name, int channels, int size) {
    ComputationGraph ours = graph(name, channels, size, DataType.FLOAT);
    StockTwin stock = new StockTwin(ours, DataType.FLOAT);
    try {
      double smallest = Double.POSITIVE_INFINITY;
      for (int seed = 1; seed < 10 && smallest > 1e-4; seed++) {
        INDArray input = input(seed, DataType.FLOAT, channels, size);
        smallest = Math.min(smallest, largestDifference(ours, stock, input));
      }

      assertThat(smallest).isLessThanOrEqualTo(1e-4);
    } finally {
      ours.close();
      stock.graph().close();
    }
  }

  /** Of loss, output and all gradients, each relative to its largest value. */
  private static double largestDifference(ComputationGraph ours, StockTwin stock, INDArray input) {
    INDArray labels = Nd4j.zeros(input.dataType(), BATCH, CLASSES);
    for (int example = 0; example < BATCH; example++) {
      labels.putScalar(example, example, 1);
    }

    step(ours, input, labels);
    step(stock.graph(), input, labels);
    double largest = Math.abs(ours.score() - stock.graph().score());
    for (Map.Entry<String, INDArray> expected : stock.gradients(BATCH).entrySet()) {
      int dot = expected.getKey().lastIndexOf('.');
      String layer = expected.getKey().substring(0, dot);
      String parameter = expected.getKey().substring(dot + 1);
      INDArray actual = ours.gradient().getGradientFor(layer + "_" + parameter);
      largest = Math.max(largest, difference(actual, expected.getValue()));
    }

    INDArray output = ours.outputSingle(true, input);
    return Math.max(largest, difference(output, stock.graph().outputSingle(true, input)));
  }

  private static double difference(INDArray actual, INDArray expected) {
    double[] values = ArrayMemory.copyAsDoubles(expected);
    double[] differences = ArrayMemory.copyAsDoubles(actual);
    assertThat(differences).hasSameSizeAs(values);
    Arrays.setAll(differences, i -> Math.abs(differences[i] - values[i]));
    double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
    return Arrays.stream(differences).max().orElse(0) / Math.max(largest, NEGLIGIBLE);
  }

  private static void step(ComputationGraph graph, INDArray input, INDArray labels) {
    graph.setInputs(input);
    graph.setLabels(labels);
    graph.computeGradientAndScore();
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
