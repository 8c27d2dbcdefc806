package org.convoy.nn.kernel.onednn.op;

import org.convoy.nn.kernel.onednn.plan.ElementwiseSteps;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.PlaneCopy;
import org.convoy.nn.kernel.onednn.plan.Tensor;
import org.convoy.nn.op.Pooling2d;

/** Max pooling by the indices of the maxima, for windows that oneDNN has no fast kernels for. */
final class IndexedMaxPoolPlan extends OperationPlan {
  private final Pooling2d geometry;
  private final Layout input;
  private final Layout output;
  private MaxPoolIndices indices;

  IndexedMaxPoolPlan(PlanBuilder plan, int node, Pooling2d geometry) {
    super(plan, node);
    this.geometry = geometry;
    this.input = Layout.plain(plan.scope(), plan.dimensions(plan.inputOf(node)));
    this.output = Layout.plain(plan.scope(), plan.dimensions(node));
  }

  @Override
  public void forward() {
    indices = MaxPoolIndices.record(plan, node, geometry);
    plan.setOutput(node, PlaneCopy.gather(plan, indices, input(input), output));
  }

  @Override
  public void backward(Tensor outputGradient) {
    Tensor gradient =
        ElementwiseSteps.beforePooledRectifier(plan, node, converted(outputGradient, output));
    contribute(PlaneCopy.scatterAdd(plan, indices, gradient, input));
  }
}
