package org.convoy.nn.kernel.onednn.op;

import org.convoy.nn.kernel.onednn.plan.ElementwiseSteps;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.Tensor;

/** ReLU as a step of its own. */
final class RectifierPlan extends OperationPlan {
  RectifierPlan(PlanBuilder plan, int node) {
    super(plan, node);
  }

  @Override
  public void forward() {
    Tensor input = plan.output(plan.inputOf(node));
    plan.setOutput(node, ElementwiseSteps.rectify(plan, plan.name(node), input));
  }

  @Override
  public void backward(Tensor outputGradient) {
    contribute(
        ElementwiseSteps.rectifyGradient(plan, plan.name(node), outputGradient, plan.output(node)));
  }
}
