package org.convoy.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.convoy.nn.golden.LayerCase;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelBackend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.Operation;
import org.convoy.nn.kernel.OperationNode;
import org.convoy.nn.kernel.onednn.Plan;
import org.convoy.nn.kernel.onednn.PlanMemory;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Unpooling by the indices of a pooling layer in the same network, against PyTorch's numbers. */
class TestGoldenUnpooling {
  private static final double TOLERANCE = 1e-6;

  static Stream<LayerCase> cases() {
    return LayerCase.list("layers").stream()
        .filter(golden -> golden.operation().equals("MaxUnpool2d"));
  }

  @Test
  void findsCases() {
    assertThat(cases()).isNotEmpty();
  }

  /** In a graph whose second input, of the values, is not the pooling's output. */
  @ParameterizedTest
  @MethodSource("cases")
  void layersMatchPyTorch(LayerCase golden) {
    ComputationGraph graph = new ComputationGraph(configuration(golden));
    graph.init();
    try {
      LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
      MaxPool2dLayer pool = (MaxPool2dLayer) graph.getLayer("pool");
      INDArray pooled = pool.activate(golden.array("pool_input"), true, workspaces);
      golden.assertClose("pool_output", flat(pooled), TOLERANCE);
      INDArray indices = pool.indices().reshape(pool.indices().length());
      assertThat(indices.toIntVector()).isEqualTo(golden.integers("indices"));

      GraphVertex unpool = graph.getVertex("unpool");
      unpool.setInput(0, golden.array("input"), workspaces);
      unpool.setInput(1, pooled, workspaces);
      INDArray output = unpool.doForward(true, workspaces);
      assertThat(output.shape()).isEqualTo(golden.shape("output"));
      golden.assertClose("output", flat(output), TOLERANCE);
      unpool.setEpsilon(golden.array("grad.output"));
      INDArray[] gradients = unpool.doBackward(false, workspaces).getSecond();
      golden.assertClose("grad.input", flat(gradients[0]), TOLERANCE);
      assertThat(flat(gradients[1])).containsOnly(0);
    } finally {
      graph.close();
    }
  }

  /** The plan unpools the pooling's own output: the expected values follow from the indices. */
  @ParameterizedTest
  @MethodSource("cases")
  void plansMatchPyTorch(LayerCase golden) {
    KernelBackend.resolve(KernelChoice.of(Backend.ONEDNN));
    FloatBuffer none = TestGoldenPlans.floats(1);
    int batch = Math.toIntExact(golden.shape("input")[0]);
    try (PlanMemory memory = new PlanMemory(none, none);
        Plan plan =
            Plan.trainingWithInputGradient(
                nodes(golden), example(golden, "pool_input"), batch, memory)) {
      float[] input = golden.values("pool_input");
      memory.input(input.length).put(input);
      assertThat(TestGoldenPlans.copy(plan.forward(0))).isEqualTo(unpooledPoolOutput(golden));
      plan.logitsGradient().put(0, golden.values("grad.output"));
      plan.backward(0);
      assertThat(TestGoldenPlans.copy(plan.inputGradient())).isEqualTo(poolInputGradient(golden));
    }
  }

  private static float[] unpooledPoolOutput(LayerCase golden) {
    float[] values = golden.values("pool_output");
    float[] output = new float[golden.values("output").length];
    int[] places = places(golden, area(golden.shape("output")));
    for (int i = 0; i < values.length; i++) {
      output[places[i]] = values[i];
    }

    return output;
  }

  private static float[] poolInputGradient(LayerCase golden) {
    float[] values = golden.values("grad.input");
    float[] gradient = new float[golden.values("pool_input").length];
    int[] places = places(golden, area(golden.shape("pool_input")));
    for (int i = 0; i < values.length; i++) {
      gradient[places[i]] += values[i];
    }

    return gradient;
  }

  /** The indices counted over all planes. */
  private static int[] places(LayerCase golden, int area) {
    int[] places = golden.integers("indices");
    int outputs = area(golden.shape("indices"));
    for (int i = 0; i < places.length; i++) {
      places[i] += i / outputs * area;
    }

    return places;
  }

  private static int area(long[] shape) {
    return Math.toIntExact(shape[2] * shape[3]);
  }

  private static List<OperationNode> nodes(LayerCase golden) {
    return List.of(
        new OperationNode(
            "pool",
            new Operation.MaxPool(pool(golden).geometry()),
            List.of(OperationNode.NETWORK_INPUT),
            example(golden, "pool_output"),
            0),
        new OperationNode(
            "unpool",
            GoldenSpatialLayers.maxUnpool2d(golden).operation().orElseThrow(),
            List.of(0, 0),
            example(golden, "output"),
            0));
  }

  private static MaxPool2d pool(LayerCase golden) {
    int[] kernel = golden.pair("kernel_size", 1);
    int[] stride = golden.axes("stride", kernel);
    int[] padding = golden.pair("padding", 0);
    return MaxPool2d.builder(kernel[0], kernel[1])
        .stride(stride[0], stride[1])
        .padding(padding[0], padding[1])
        .returnIndices()
        .build();
  }

  private static ComputationGraphConfiguration configuration(LayerCase golden) {
    return new NeuralNetConfiguration.Builder()
        .graphBuilder()
        .addInputs("image", "values")
        .addLayer("pool", pool(golden), "image")
        .addVertex("unpool", GoldenSpatialLayers.maxUnpool2d(golden), "values", "pool")
        .addLayer("flatten", new Flatten(), "unpool")
        .addLayer("loss", new CrossEntropyOutput(), "flatten")
        .setOutputs("loss")
        .setInputTypes(type(golden, "pool_input"), type(golden, "input"))
        .build();
  }

  private static InputType type(LayerCase golden, String tensor) {
    return ConvoyConfiguration.typeOf(example(golden, tensor));
  }

  private static List<Integer> example(LayerCase golden, String tensor) {
    return Arrays.stream(golden.shape(tensor)).skip(1).mapToObj(Math::toIntExact).toList();
  }

  private static float[] flat(INDArray array) {
    return array.dup('c').reshape(array.length()).toFloatVector();
  }
}
