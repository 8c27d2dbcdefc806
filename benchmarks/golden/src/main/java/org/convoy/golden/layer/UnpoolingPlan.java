package org.convoy.golden.layer;

import java.nio.FloatBuffer;
import java.util.List;
import org.convoy.golden.reference.Comparison;
import org.convoy.golden.reference.Floats;
import org.convoy.golden.reference.GoldenCase;
import org.convoy.nn.kernel.Passes;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.kernel.onednn.Plan;
import org.convoy.nn.kernel.onednn.plan.PlanMemory;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.OperationNode;
import org.convoy.nn.pool.MaxPool2d;

/**
 * A pooling and its unpooling as a oneDNN plan. A plan has one input, so the unpooling takes the
 * maxima themselves back to where they were: what to expect follows from the case's indices.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record UnpoolingPlan(
    GoldenCase golden, MaxPool2d pool, float[] image, Examples pooled, Examples values) {
  void compare(Comparison comparison) {
    Plans.requireOneDnn(Precision.F32);
    FloatBuffer none = Plans.floats(1);
    try (PlanMemory memory = new PlanMemory(none, none);
        Plan plan =
            Plans.make(
                () ->
                    Plan.trainingWithInputGradient(
                        nodes(), pooled.shape(), pooled.batch(), Precision.F32, memory),
                comparison)) {
      memory.input(image.length).put(image);
      compareUnpooled(Floats.widen(plan.forward(0)), comparison);
      if (golden.has("grad.output")) {
        plan.logitsGradient().put(0, golden.floats("grad.output"));
        plan.backward(0);
        compareGradient(Floats.widen(plan.inputGradient()), comparison);
      }
    }
  }

  /** The same by libtorch. */
  void compareLibtorch(Comparison comparison) {
    FloatBuffer none = Plans.floats(1);
    try (Passes passes =
        Plans.requireLibtorch().passes(nodes(), nodes().size(), pooled.shape(), none, none)) {
      passes.input(pooled.batch()).put(image);
      double[] gradient =
          passes.trainWithInputGradient(
              pooled.batch(),
              0,
              found -> {
                compareUnpooled(found, comparison);
                return golden.has("grad.output")
                    ? golden.doubles("grad.output")
                    : new double[found.length];
              });
      if (golden.has("grad.output")) {
        compareGradient(gradient, comparison);
      }
    }
  }

  private void compareUnpooled(double[] found, Comparison comparison) {
    Indices unpooled = Indices.of(golden, "output");
    unpooled.compare("unpooled maxima", unpooled.scatter(maxima()), found, comparison);
  }

  private void compareGradient(double[] gradient, Comparison comparison) {
    Indices inImage = Indices.of(golden, golden.has("pool_input") ? "pool_input" : "output");
    double[] expected = inImage.accumulate(golden.doubles("grad.input"));
    inImage.compare("gradients of the pooled image", expected, gradient, comparison);
  }

  private double[] maxima() {
    int[] places = Indices.of(golden, golden.has("pool_input") ? "pool_input" : "output").places();
    double[] maxima = new double[places.length];
    for (int i = 0; i < places.length; i++) {
      maxima[i] = image[places[i]];
    }

    return maxima;
  }

  private List<OperationNode> nodes() {
    List<Integer> output = golden.dimensions("output");
    return List.of(
        new OperationNode(
            "pool",
            new Operation.MaxPool(pool.geometry()),
            List.of(OperationNode.NETWORK_INPUT),
            values.shape(),
            0),
        new OperationNode(
            "unpool",
            new Operation.MaxUnpool(),
            List.of(0, 0),
            output.subList(output.size() - 3, output.size()),
            0));
  }
}
