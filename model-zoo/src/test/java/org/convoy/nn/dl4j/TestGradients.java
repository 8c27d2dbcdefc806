package org.convoy.nn.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.convoy.nn.activation.ELU;
import org.convoy.nn.activation.GELU;
import org.convoy.nn.activation.Hardsigmoid;
import org.convoy.nn.activation.Hardswish;
import org.convoy.nn.activation.LeakyReLU;
import org.convoy.nn.activation.PReLU;
import org.convoy.nn.activation.RReLU;
import org.convoy.nn.activation.ReLU;
import org.convoy.nn.activation.ReLU6;
import org.convoy.nn.activation.SiLU;
import org.convoy.nn.activation.Sigmoid;
import org.convoy.nn.activation.Softmax;
import org.convoy.nn.activation.Tanh;
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.conv.Conv3d;
import org.convoy.nn.dense.Linear;
import org.convoy.nn.dropout.Dropout;
import org.convoy.nn.dropout.Dropout2d;
import org.convoy.nn.dropout.StochasticDepth;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.norm.BatchNorm2d;
import org.convoy.nn.norm.GroupNorm;
import org.convoy.nn.norm.LayerNorm;
import org.convoy.nn.norm.LayerNorm2d;
import org.convoy.nn.norm.LocalResponseNorm;
import org.convoy.nn.op.PaddingMode;
import org.convoy.nn.pool.AdaptiveAvgPool2d;
import org.convoy.nn.pool.AvgPool2d;
import org.convoy.nn.pool.MaxPool2d;
import org.convoy.nn.shape.ChannelShuffle;
import org.convoy.nn.shape.ChannelSlice;
import org.convoy.nn.shape.Flatten;
import org.convoy.nn.shape.LayerScale;
import org.convoy.nn.shape.Permute;
import org.convoy.nn.shape.ZeroPadShortcut;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Every layer's gradients, by its input and its parameters, against central differences of a random
 * linear function of its output, in double precision.
 */
class TestGradients {
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-7;

  static Stream<Arguments> layers() {
    return Stream.of(
        of(Conv2d.builder(17, 3).padding(1).build(), 1, 3, 5, 4),
        of(Conv2d.builder(3, 3, 2).stride(2, 1).padding(1, 0).build(), 2, 17, 4, 5),
        of(Conv2d.builder(1, 1).withoutBias().build(), 1, 1, 3, 5),
        of(Conv2d.builder(3, 3).dilation(2).padding(2).build(), 2, 1, 5, 7),
        of(Conv2d.builder(6, 3).groups(3).padding(1).build(), 1, 3, 4, 5),
        of(Conv2d.builder(17, 3).groups(17).stride(2).padding(1).build(), 1, 17, 3, 4),
        of(conv(PaddingMode.REFLECT).padding(2, 1).stride(2).build(), 2, 3, 4, 5),
        of(conv(PaddingMode.REPLICATE).padding(3).dilation(2).groups(3).build(), 1, 3, 3, 4),
        of(conv(PaddingMode.CIRCULAR).padding(3, 2).build(), 2, 1, 3, 4),
        of(Conv2d.builder(2, 4, 3).dilation(1, 2).paddingSame().build(), 1, 3, 5, 4),
        of(Conv3d.builder(3, 2).build(), 2, 3, 3, 4, 2),
        of(Conv3d.builder(4, 3, 1, 2).stride(2, 1, 3).padding(2, 0, 1).build(), 1, 3, 3, 2, 5),
        of(Conv3d.builder(4, 2).dilation(2, 1, 3).padding(1).groups(2).build(), 1, 2, 3, 4, 5),
        of(conv3d(PaddingMode.REFLECT).padding(1, 2, 0).build(), 1, 2, 2, 3, 4),
        of(conv3d(PaddingMode.REPLICATE).padding(2).stride(3).build(), 2, 1, 2, 1, 3),
        of(conv3d(PaddingMode.CIRCULAR).paddingSame().withoutBias().build(), 1, 3, 2, 3, 2),
        of(Linear.of(3), 1, 17),
        of(Linear.of(3), 2, 5, 4),
        of(Linear.builder(3).inFeatures(4).build(), 2, 3, 2, 4),
        of(Linear.builder(2).inFeatures(3).withoutBias().build(), 2, 1, 2, 2, 3),
        of(Linear.of(17), 3, 1),
        of(Linear.withoutBias(1), 2, 3),
        of(new BatchNorm2d(), 1, 17, 3, 4),
        of(new BatchNorm2d(), 5, 3, 1, 1),
        of(new BatchNorm2d(1e-3, 0.3), 3, 1, 5, 2),
        of(new ReLU(), 2, 17, 3, 5),
        of(MaxPool2d.builder(3).stride(2).padding(1).build(), 1, 3, 7, 5),
        of(MaxPool2d.builder(2).ceilMode().build(), 2, 17, 5, 3),
        of(MaxPool2d.builder(2).dilation(2).stride(1).build(), 2, 1, 5, 6),
        of(maxPool(5, 3).stride(3, 2).padding(2, 1).dilation(1, 2).ceilMode().build(), 2, 3, 6, 7),
        of(maxPool(3, 2).stride(2, 3).padding(1, 0).ceilMode().build(), 1, 3, 6, 8),
        of(maxPool(3, 4).stride(1).padding(1, 2).build(), 2, 2, 1, 2),
        of(AvgPool2d.builder(3).stride(2).padding(1).build(), 1, 3, 7, 4),
        of(AvgPool2d.builder(3, 4).stride(2, 3).padding(1, 2).ceilMode().build(), 2, 2, 6, 4),
        of(AvgPool2d.builder(2, 3).divisorOverride(5).padding(1).ceilMode().build(), 1, 3, 4, 5),
        of(AvgPool2d.builder(3).stride(2).padding(1).countWithoutPadding().build(), 2, 1, 4, 7),
        of(AvgPool2d.builder(2).ceilMode().build(), 1, 17, 5, 3),
        of(AdaptiveAvgPool2d.of(1), 2, 17, 5, 3),
        of(AdaptiveAvgPool2d.of(3, 2), 1, 3, 7, 5),
        of(AdaptiveAvgPool2d.of(7), 1, 1, 2, 3),
        of(AdaptiveAvgPool2d.ofWidth(2), 2, 3, 4, 5),
        of(AdaptiveAvgPool2d.ofHeight(3), 1, 2, 5, 4),
        of(new ZeroPadShortcut(17, 2), 1, 3, 5, 4),
        of(new ZeroPadShortcut(3, 3), 2, 1, 7, 5),
        of(new ZeroPadShortcut(3, 1), 2, 3, 2, 3),
        of(new Flatten(), 2, 3, 2, 5),
        of(Flatten.of(2, 3), 2, 3, 2, 5),
        of(Flatten.of(1, -2), 2, 3, 2, 2, 5),
        of(new Dropout(0.4), 2, 3, 4, 5));
  }

  static Stream<Arguments> activationsAndNormalizations() {
    return Stream.of(
        of(new Sigmoid(), 1, 17, 1, 2),
        of(new Tanh(), 3, 4),
        of(new ReLU6(), 2, 3, 2, 3),
        of(new LeakyReLU(), 1, 17, 1, 2),
        of(new LeakyReLU(-0.3), 2, 5),
        of(new ELU(1.5), 2, 3, 2, 3),
        of(new GELU(), 1, 17, 1, 2),
        of(GELU.approximatedByTanh(), 2, 3, 2, 3),
        of(new SiLU(), 1, 17, 1, 2),
        of(new Hardswish(), 2, 3, 2, 3),
        of(new Hardsigmoid(), 2, 3, 2, 3),
        of(new PReLU(), 1, 17, 1, 2),
        of(new PReLU(3), 2, 3, 2, 3),
        of(new PReLU(5, 0.1), 4, 5),
        of(new RReLU(), 2, 3, 2, 3),
        of(new RReLU(-0.5, 0.9), 3, 7),
        of(new Dropout2d(0.4), 2, 3, 2, 3),
        of(new Softmax(0), 3, 2, 2, 3),
        of(new Softmax(1), 1, 17, 1, 2),
        of(new Softmax(-1), 2, 3, 2, 3),
        of(new Softmax(1), 3, 6),
        of(new GroupNorm(1, 6), 2, 6, 1, 3),
        of(new GroupNorm(3, 6, 1e-3), 2, 6, 2, 2),
        of(new GroupNorm(4, 4).withoutAffine(), 2, 4, 2, 3),
        of(new GroupNorm(2, 8), 3, 8),
        of(new LayerNorm(6), 3, 6),
        of(new LayerNorm(4, 1e-2), 2, 3, 2, 4),
        of(new LayerNorm(5).withoutAffine(), 2, 3, 5),
        of(new LayerNorm2d(6), 2, 6, 2, 3),
        of(new LayerNorm2d(3, 1e-2).withoutAffine(), 1, 3, 2, 2),
        of(new StochasticDepth(0.4), 5, 2, 2, 3),
        of(new LayerScale(0.5), 2, 3, 2, 3),
        of(new ChannelSlice(1, 2), 2, 4, 2, 3),
        of(new ChannelShuffle(2), 2, 6, 2, 3),
        of(new ChannelShuffle(3), 1, 6, 1, 2),
        of(new Permute(0, 2, 3, 1), 2, 3, 2, 4),
        of(new Permute(0, 2, 1), 2, 3, 5),
        of(new LocalResponseNorm(5, 0.8, 0.75, 2), 1, 17, 1, 2),
        of(new LocalResponseNorm(4, 1.5, 1.3, 1), 2, 6, 1, 2),
        of(new LocalResponseNorm(9), 1, 3, 2, 3),
        of(BatchNorm2d.builder().withoutAffine().build(), 2, 3, 2, 3),
        of(BatchNorm2d.builder().withoutRunningStats().build(), 2, 17, 1, 2),
        of(BatchNorm2d.builder().cumulativeAverage().build(), 2, 3, 2, 3));
  }

  @ParameterizedTest
  @MethodSource("activationsAndNormalizations")
  void ofActivationsAndNormalizations(
      org.deeplearning4j.nn.conf.layers.Layer configuration, long[] shape) {
    compare(configuration, shape, true);
    compare(configuration, shape, false);
  }

  private static Conv2d.Builder conv(PaddingMode mode) {
    return Conv2d.builder(3, 3).paddingMode(mode);
  }

  private static Conv3d.Builder conv3d(PaddingMode mode) {
    return Conv3d.builder(2, 3, 2, 1).paddingMode(mode);
  }

  private static MaxPool2d.Builder maxPool(int height, int width) {
    return MaxPool2d.builder(height, width);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void matchCentralDifferencesInTraining(
      org.deeplearning4j.nn.conf.layers.Layer configuration, long[] shape) {
    compare(configuration, shape, true);
  }

  @ParameterizedTest
  @MethodSource("normalizations")
  void matchCentralDifferencesWithFrozenStatistics(BatchNorm2d configuration, long[] shape) {
    compare(configuration, shape, false);
  }

  static Stream<Arguments> normalizations() {
    return Stream.of(
        of(new BatchNorm2d(), 1, 17, 3, 4), of(new BatchNorm2d(1e-3, 0.3), 1, 1, 1, 1));
  }

  private static void compare(
      org.deeplearning4j.nn.conf.layers.Layer configuration, long[] shape, boolean training) {
    ComputationGraph graph = graphOf(configuration, shape);
    try {
      Layer layer = graph.getLayer("layer");
      if (layer instanceof LayerRuntime<?> seeded) {
        seeded.useSeed(3);
      }

      SplittableRandom random = new SplittableRandom(1);
      randomize(layer, random);
      INDArray input = random(random, shape);
      LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
      layer.setInput(input, workspaces);
      INDArray weights = random(random, layer.activate(training, workspaces).shape());
      Pair<Gradient, INDArray> gradients = layer.backpropGradient(weights, workspaces);
      DoubleSupplier loss = () -> loss(layer, input, weights, training);
      compare("input", gradients.getSecond(), input, loss);
      layer.paramTable().entrySet().stream()
          .filter(parameter -> !isBuffer(parameter.getKey()))
          .forEach(
              parameter ->
                  compare(
                      parameter.getKey(),
                      gradients.getFirst().getGradientFor(parameter.getKey()),
                      parameter.getValue(),
                      loss));
    } finally {
      graph.close();
    }
  }

  private static double loss(Layer layer, INDArray input, INDArray weights, boolean training) {
    LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
    layer.setInput(input, workspaces);
    double[] outputs = ArrayMemory.copyAsDoubles(layer.activate(training, workspaces));
    double[] factors = ArrayMemory.copyAsDoubles(weights);
    double sum = 0;
    for (int i = 0; i < outputs.length; i++) {
      sum += outputs[i] * factors[i];
    }

    return sum;
  }

  private static void compare(
      String name, INDArray gradient, INDArray variable, DoubleSupplier loss) {
    double[] actual = ArrayMemory.copyAsDoubles(gradient);
    double[] values = ArrayMemory.copyAsDoubles(variable);
    assertThat(actual).as(name).hasSameSizeAs(values);
    double[] expected = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      values[i] = value + STEP;
      ArrayMemory.assign(variable, values);
      double above = loss.getAsDouble();
      values[i] = value - STEP;
      ArrayMemory.assign(variable, values);
      expected[i] = (above - loss.getAsDouble()) / (2 * STEP);
      values[i] = value;
    }

    ArrayMemory.assign(variable, values);
    double largest = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(0));
    assertThat(actual).as(name).containsExactly(expected, within(TOLERANCE * largest));
  }

  /** Weights may be negative, a running variance may not. */
  private static void randomize(Layer layer, SplittableRandom random) {
    layer
        .paramTable()
        .forEach(
            (name, array) -> {
              array.assign(random(random, array.shape()));
              if (name.equals("running_var")) {
                array.muli(array).addi(0.5);
              }
            });
  }

  private static INDArray random(SplittableRandom random, long... shape) {
    INDArray array = Nd4j.create(DataType.DOUBLE, shape);
    ArrayMemory.assign(array, random.doubles(array.length(), -2, 2).toArray());
    return array;
  }

  private static ComputationGraph graphOf(
      org.deeplearning4j.nn.conf.layers.Layer configuration, long[] shape) {
    List<Integer> example = Arrays.stream(shape).skip(1).mapToObj(Math::toIntExact).toList();
    ComputationGraphConfiguration graph =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.DOUBLE)
            .graphBuilder()
            .addInputs("input")
            .addLayer("layer", configuration, "input")
            .addLayer("flatten", new Flatten(), "layer")
            .addLayer("loss", new CrossEntropyOutput(), "flatten")
            .setOutputs("loss")
            .setInputTypes(ConvoyConfiguration.typeOf(example))
            .build();
    ComputationGraph network = new ComputationGraph(graph);
    network.init();
    network.initGradientsView();
    return network;
  }

  private static Arguments of(
      org.deeplearning4j.nn.conf.layers.Layer configuration, long... shape) {
    return Arguments.of(Named.of(configuration.getClass().getSimpleName(), configuration), shape);
  }

  private static boolean isBuffer(String parameter) {
    return parameter.startsWith("running_") || parameter.equals("num_batches_tracked");
  }
}
