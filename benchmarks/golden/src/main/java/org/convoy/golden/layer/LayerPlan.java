package org.convoy.golden.layer;

import java.nio.FloatBuffer;
import java.util.List;
import org.convoy.golden.reference.Comparison;
import org.convoy.golden.reference.Floats;
import org.convoy.golden.reference.GoldenCase;
import org.convoy.golden.reference.KernelLacksOperationException;
import org.convoy.nn.dl4j.ConvoyConfiguration;
import org.convoy.nn.kernel.Passes;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.kernel.onednn.Plan;
import org.convoy.nn.kernel.onednn.plan.PlanMemory;
import org.convoy.nn.op.Activation;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.OperationNode;
import org.convoy.nn.parameter.ParameterSpecification;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * A layer as a oneDNN plan. In training mode both passes are compared, and the evaluation's output
 * where it is the same; in evaluation mode, which has no backward pass, the output.
 */
record LayerPlan(GoldenCase golden, Layer configuration, Examples examples, Precision precision) {
  private ConvoyConfiguration layer() {
    return (ConvoyConfiguration) configuration;
  }

  void compare(Comparison comparison) {
    Plans.requireOneDnn(precision);
    List<OperationNode> nodes = nodes();
    if (LayerCheck.isTraining(golden)) {
      train(nodes, comparison);
    }

    if (!LayerCheck.isTraining(golden) || evaluatesAsItTrains()) {
      evaluate(nodes, comparison);
    }

    if (precision == Precision.F32
        && configuration instanceof org.convoy.nn.pool.MaxPool2d
        && golden.has("indices")) {
      compareIndices(nodes.get(0), comparison);
    }
  }

  /** The same by libtorch. */
  void compareLibtorch(Comparison comparison) {
    FloatBuffer parameters = parameters();
    FloatBuffer gradients = Plans.floats(parameters.capacity());
    try (Passes passes =
        Plans.requireLibtorch()
            .passes(nodes(), nodes().size(), layer().inputShape(), parameters, gradients)) {
      if (LayerCheck.isTraining(golden)) {
        input(passes);
        double[] inputGradient =
            passes.trainWithInputGradient(
                examples.batch(), 0, output -> gradientAfter(output, comparison));
        if (golden.has("grad.output")) {
          comparison.values("grad.input", inputGradient, tolerance());
          compareGradients(gradients, comparison);
        }

        compareStatistics(parameters, comparison);
      }

      if (!LayerCheck.isTraining(golden) || evaluatesAsItTrains()) {
        input(passes);
        compareOutput(passes.evaluate(examples.batch()), comparison);
      }
    }
  }

  private void input(Passes passes) {
    passes.input(examples.batch()).put(golden.floats("input"));
  }

  private double[] gradientAfter(double[] output, Comparison comparison) {
    compareOutput(output, comparison);
    return golden.has("grad.output") ? golden.doubles("grad.output") : new double[output.length];
  }

  private List<OperationNode> nodes() {
    Operation operation =
        layer()
            .operation()
            .orElseThrow(
                () -> new KernelLacksOperationException(layer().typeName() + " has no kernel"));
    OperationNode node =
        new OperationNode(
            "layer", operation, List.of(OperationNode.NETWORK_INPUT), layer().outputShape(), 0);
    return precision == Precision.F32 ? List.of(node) : List.of(node, identity());
  }

  /** What makes the logits computes in floats: not the layer itself, then. */
  private OperationNode identity() {
    return new OperationNode(
        "identity",
        new Operation.Elementwise(new Activation.LeakyReLU(1)),
        List.of(0),
        layer().outputShape(),
        0);
  }

  private double tolerance() {
    return precision == Precision.F32 ? LayerCheck.TOLERANCE : LayerCheck.BF16_TOLERANCE;
  }

  private boolean evaluatesAsItTrains() {
    return switch (layer().typeName()) {
      case "BatchNorm2d" -> !golden.arguments().flag("track_running_stats", true);
      case "Dropout", "Dropout2d", "RReLU" -> false;
      default -> true;
    };
  }

  private void train(List<OperationNode> nodes, Comparison comparison) {
    FloatBuffer parameters = parameters();
    FloatBuffer gradients = Plans.floats(parameters.capacity());
    try (PlanMemory memory = new PlanMemory(parameters, gradients);
        Plan plan =
            Plans.make(
                () ->
                    Plan.trainingWithInputGradient(
                        nodes, layer().inputShape(), examples.batch(), precision, memory),
                comparison)) {
      forward(plan, memory, comparison);
      if (golden.has("grad.output")) {
        plan.logitsGradient().put(0, golden.floats("grad.output"));
        plan.backward(0);
        double[] inputGradient = Floats.widen(plan.inputGradient());
        comparison.values("grad.input", inputGradient, tolerance());
        compareGradients(gradients, comparison);
      }

      compareStatistics(parameters, comparison);
    }
  }

  private void evaluate(List<OperationNode> nodes, Comparison comparison) {
    FloatBuffer parameters = parameters();
    try (PlanMemory memory = new PlanMemory(parameters, parameters);
        Plan plan =
            Plans.make(
                () ->
                    Plan.evaluation(
                        nodes, layer().inputShape(), examples.batch(), precision, memory),
                comparison)) {
      forward(plan, memory, comparison);
      compareStatistics(parameters, comparison);
    }
  }

  private void forward(Plan plan, PlanMemory memory, Comparison comparison) {
    float[] input = golden.floats("input");
    memory.input(input.length).put(input);
    compareOutput(Floats.widen(plan.forward(0)), comparison);
  }

  private void compareOutput(double[] output, Comparison comparison) {
    comparison.shape("output", examples.unbatched(examples.with(layer().outputShape()).batched()));
    comparison.values("output", output, tolerance());
  }

  /** An unpooling right after the pooling puts each maximum where it was found. */
  private void compareIndices(OperationNode pool, Comparison comparison) {
    Indices indices = Indices.of(golden, "input");
    OperationNode unpool =
        new OperationNode(
            "unpool", new Operation.MaxUnpool(), List.of(0, 0), layer().inputShape(), 0);
    FloatBuffer none = Plans.floats(1);
    try (PlanMemory memory = new PlanMemory(none, none);
        Plan plan =
            Plans.make(
                () ->
                    Plan.training(
                        List.of(pool, unpool),
                        layer().inputShape(),
                        examples.batch(),
                        Precision.F32,
                        memory),
                comparison)) {
      float[] input = golden.floats("input");
      memory.input(input.length).put(input);
      double[] found = Floats.widen(plan.forward(0));
      double[] expected = indices.scatter(golden.doubles("output"));
      indices.compare("maxima at the indices", expected, found, comparison);
    }
  }

  private FloatBuffer parameters() {
    List<ParameterSpecification> specifications = layer().parameterSpecifications();
    int size = specifications.stream().mapToInt(ParameterSpecification::length).sum();
    FloatBuffer parameters = Plans.floats(Math.max(1, size));
    for (ParameterSpecification specification : specifications) {
      String name = LayerCheck.valueName(specification);
      float[] values = golden.floats(name);
      if (values.length != specification.length()) {
        throw new IllegalArgumentException(
            name + " has " + values.length + " values, the layer takes " + specification.length());
      }

      parameters.put(values);
    }

    return parameters.rewind();
  }

  private void compareGradients(FloatBuffer gradients, Comparison comparison) {
    int offset = 0;
    for (ParameterSpecification specification : layer().parameterSpecifications()) {
      if (specification.role().isTrainable()) {
        comparison.values(
            LayerCheck.gradientName(specification),
            values(gradients, offset, specification),
            tolerance());
      }

      offset += specification.length();
    }
  }

  private void compareStatistics(FloatBuffer parameters, Comparison comparison) {
    int offset = 0;
    for (ParameterSpecification specification : layer().parameterSpecifications()) {
      String name = LayerCheck.valueAfterName(specification);
      if (!specification.role().isTrainable() && golden.has(name)) {
        comparison.values(name, values(parameters, offset, specification), tolerance());
      }

      offset += specification.length();
    }
  }

  private static double[] values(
      FloatBuffer vector, int offset, ParameterSpecification specification) {
    float[] values = new float[specification.length()];
    vector.get(offset, values);
    return Floats.widen(values);
  }
}
