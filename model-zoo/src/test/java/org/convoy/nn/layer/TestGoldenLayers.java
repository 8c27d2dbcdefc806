package org.convoy.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.convoy.nn.golden.LayerCase;
import org.convoy.nn.kernel.Kernels;
import org.convoy.nn.kernel.Nd4jOps;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every layer, forward and backward, with every kernel, against PyTorch's numbers. */
class TestGoldenLayers {
  private static final double TOLERANCE = 1e-4;

  /** Operations of the golden folder that have no layer yet. */
  private static final Set<String> NOT_BUILT = Set.of();

  private static final Map<String, Function<LayerCase, org.deeplearning4j.nn.conf.layers.Layer>>
      LAYERS =
          Map.ofEntries(
              Map.entry("Conv2d", GoldenSpatialLayers::conv2d),
              Map.entry("Conv3d", GoldenSpatialLayers::conv3d),
              Map.entry("Linear", TestGoldenLayers::linear),
              Map.entry("Flatten", GoldenSpatialLayers::flatten),
              Map.entry("MaxPool2d", GoldenSpatialLayers::maxPool2d),
              Map.entry("AvgPool2d", GoldenSpatialLayers::avgPool2d),
              Map.entry("AdaptiveAvgPool2d", GoldenSpatialLayers::adaptiveAvgPool2d));

  private static final List<Kernels> KERNELS = List.of(new Nd4jOps());

  static Stream<LayerCase> cases() {
    return LayerCase.list("layers").stream()
        .filter(golden -> !NOT_BUILT.contains(golden.operation()))
        .filter(golden -> !golden.operation().equals("MaxUnpool2d"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void matchesPyTorch(LayerCase golden) {
    assertThat(builder(golden)).as("a layer for %s", golden.operation()).isNotNull();
    for (Kernels kernels : KERNELS) {
      compare(golden, kernels);
    }
  }

  @Test
  void findsCases() {
    assertThat(cases().count()).isGreaterThanOrEqualTo(30);
  }

  private static void compare(LayerCase golden, Kernels kernels) {
    ComputationGraph graph = graphOf(golden);
    try {
      Layer layer = graph.getLayer("layer");
      ((KernelLayer) layer).useKernels(kernels);
      layer.paramTable().forEach((name, array) -> array.assign(golden.array(tensor(name))));
      LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
      INDArray output =
          layer.activate(golden.array("input"), golden.flag("training", true), workspaces);
      assertThat(output.shape()).isEqualTo(golden.shape("output"));
      golden.assertClose("output", flat(output), TOLERANCE);
      if (layer instanceof MaxPool2dLayer pool && golden.hasTensor("indices")) {
        INDArray indices = pool.indices().reshape(pool.indices().length());
        assertThat(indices.toIntVector()).isEqualTo(golden.integers("indices"));
      }

      Pair<Gradient, INDArray> gradients =
          layer.backpropGradient(golden.array("grad.output"), workspaces);
      golden.assertClose("grad.input", flat(gradients.getSecond()), TOLERANCE);
      gradients
          .getFirst()
          .gradientForVariable()
          .forEach((name, array) -> compareGradient(golden, name, flat(array)));
      layer.paramTable().entrySet().stream()
          .filter(parameter -> isBuffer(parameter.getKey()))
          .forEach(
              buffer ->
                  golden.assertClose(
                      "buffer_after." + buffer.getKey(), flat(buffer.getValue()), TOLERANCE));
    } finally {
      graph.close();
    }
  }

  private static void compareGradient(LayerCase golden, String name, float[] actual) {
    if (isBuffer(name)) {
      assertThat(actual).as("gradient of %s", name).containsOnly(0);
    } else {
      golden.assertClose("grad.param." + name, actual, TOLERANCE);
    }
  }

  static String tensor(String name) {
    return (isBuffer(name) ? "buffer." : "param.") + name;
  }

  static boolean isBuffer(String name) {
    return name.startsWith("running_") || name.equals("num_batches_tracked");
  }

  static org.deeplearning4j.nn.conf.layers.Layer layer(LayerCase golden) {
    return builder(golden).apply(golden);
  }

  private static Function<LayerCase, org.deeplearning4j.nn.conf.layers.Layer> builder(
      LayerCase golden) {
    return LAYERS.getOrDefault(
        golden.operation(), GoldenActivations.BUILDERS.get(golden.operation()));
  }

  private static ComputationGraph graphOf(LayerCase golden) {
    long[] shape = golden.shape("input");
    List<Integer> example =
        Stream.of(shape)
            .flatMapToLong(java.util.Arrays::stream)
            .skip(1)
            .mapToObj(Math::toIntExact)
            .toList();
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs("input")
            .addLayer("layer", layer(golden), "input")
            .addLayer("flatten", new Flatten(), "layer")
            .addLayer("loss", new CrossEntropyOutput(), "flatten")
            .setOutputs("loss")
            .setInputTypes(ConvoyConfiguration.typeOf(example))
            .build();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    graph.initGradientsView();
    return graph;
  }

  private static float[] flat(INDArray array) {
    return array.dup('c').reshape(array.length()).toFloatVector();
  }

  private static Linear linear(LayerCase golden) {
    int outFeatures = golden.integer("out_features", 0);
    return golden.flag("bias", true) ? Linear.of(outFeatures) : Linear.withoutBias(outFeatures);
  }
}
