package org.convoy.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.convoy.nn.golden.LayerCase;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelBackend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.OperationNode;
import org.convoy.nn.kernel.onednn.Implementation;
import org.convoy.nn.kernel.onednn.Plan;
import org.convoy.nn.kernel.onednn.PlanMemory;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans of single layers against PyTorch's numbers. */
class TestGoldenPlans {
  private static final double TOLERANCE = 1e-4;

  @BeforeAll
  static void loadOneDnn() {
    KernelBackend.resolve(KernelChoice.of(Backend.ONEDNN));
  }

  static List<LayerCase> training() {
    return TestGoldenLayers.cases().filter(golden -> golden.flag("training", true)).toList();
  }

  static List<LayerCase> evaluation() {
    return TestGoldenLayers.cases().toList();
  }

  @ParameterizedTest
  @MethodSource("training")
  void trainsAsPyTorch(LayerCase golden) {
    ConvoyConfiguration layer = layer(golden);
    FloatBuffer parameters = parameters(golden, layer);
    FloatBuffer gradients = floats(parameters.capacity());
    try (PlanMemory memory = new PlanMemory(parameters, gradients);
        Plan plan =
            Plan.trainingWithInputGradient(
                nodes(layer), layer.inputShape(), batchSize(golden), memory)) {
      assertThat(plan.implementations()).noneMatch(Implementation::isReference);
      float[] input = golden.values("input");
      memory.input(input.length).put(input);
      golden.assertClose("output", copy(plan.forward(0)), TOLERANCE);
      plan.logitsGradient().put(0, golden.values("grad.output"));
      plan.backward(0);
      golden.assertClose("grad.input", copy(plan.inputGradient()), TOLERANCE);
      compareParameters(golden, layer, parameters, gradients);
    }
  }

  @ParameterizedTest
  @MethodSource("evaluation")
  void evaluatesAsPyTorch(LayerCase golden) {
    if (differsInEvaluation(golden)) {
      return;
    }

    ConvoyConfiguration layer = layer(golden);
    FloatBuffer parameters = parameters(golden, layer);
    try (PlanMemory memory = new PlanMemory(parameters, parameters);
        Plan plan = Plan.evaluation(nodes(layer), layer.inputShape(), batchSize(golden), memory)) {
      float[] input = golden.values("input");
      memory.input(input.length).put(input);
      golden.assertClose("output", copy(plan.forward(0)), TOLERANCE);
    }
  }

  private static boolean differsInEvaluation(LayerCase golden) {
    return golden.flag("training", true)
        && golden.operation().equals("BatchNorm2d")
        && golden.flag("track_running_stats", true);
  }

  private static int batchSize(LayerCase golden) {
    return Math.toIntExact(golden.shape("input")[0]);
  }

  private static ConvoyConfiguration layer(LayerCase golden) {
    Layer layer = TestGoldenLayers.layer(golden);
    layer.setLayerName("layer");
    List<Integer> shape =
        Arrays.stream(golden.shape("input")).skip(1).mapToObj(Math::toIntExact).toList();
    layer.setNIn(ConvoyConfiguration.typeOf(shape), true);
    return (ConvoyConfiguration) layer;
  }

  private static List<OperationNode> nodes(ConvoyConfiguration layer) {
    return List.of(
        new OperationNode(
            "layer",
            layer.operation().orElseThrow(),
            List.of(OperationNode.NETWORK_INPUT),
            layer.outputShape(),
            0));
  }

  private static FloatBuffer parameters(LayerCase golden, ConvoyConfiguration layer) {
    int size =
        layer.parameterSpecifications().stream().mapToInt(ParameterSpecification::length).sum();
    FloatBuffer parameters = floats(Math.max(1, size));
    for (ParameterSpecification specification : layer.parameterSpecifications()) {
      parameters.put(golden.values(TestGoldenLayers.tensor(specification.name())));
    }

    return parameters.rewind();
  }

  private static void compareParameters(
      LayerCase golden, ConvoyConfiguration layer, FloatBuffer parameters, FloatBuffer gradients) {
    int offset = 0;
    for (ParameterSpecification specification : layer.parameterSpecifications()) {
      boolean buffer = !specification.role().isTrainable();
      float[] values = new float[specification.length()];
      (buffer ? parameters : gradients).get(offset, values);
      String prefix = buffer ? "buffer_after." : "grad.param.";
      golden.assertClose(prefix + specification.name(), values, TOLERANCE);
      offset += specification.length();
    }
  }

  /** Memory that lives as long as the buffer is used, which JavaCPP's buffers do not promise. */
  static FloatBuffer floats(int count) {
    return ByteBuffer.allocateDirect(count * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  static float[] copy(FloatBuffer buffer) {
    float[] values = new float[buffer.capacity()];
    buffer.get(0, values);
    return values;
  }
}
