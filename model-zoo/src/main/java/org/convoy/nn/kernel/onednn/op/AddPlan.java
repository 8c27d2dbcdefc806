package org.convoy.nn.kernel.onednn.op;

import org.convoy.nn.kernel.onednn.plan.ElementwiseSteps;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.Tensor;

/** The sum of two activations, with the ReLU after it. */
final class AddPlan extends OperationPlan {
  AddPlan(PlanBuilder plan, int node) {
    super(plan, node);
  }

  private int left() {
    return plan.node(node).inputs().get(0);
  }

  private int right() {
    return plan.node(node).inputs().get(1);
  }

  @Override
  public void forward() {
    Tensor left = plan.output(left());
    Tensor right = plan.output(right(), left.layout());
    Tensor sum =
        plan.topology().isRectified(node)
            ? ElementwiseSteps.addRectified(plan, plan.name(node), left, right)
            : ElementwiseSteps.add(plan, plan.name(node), left, right);
    plan.setOutput(node, sum);
  }

  @Override
  public void backward(Tensor outputGradient) {
    Tensor gradient = ElementwiseSteps.beforeRectifier(plan, node, outputGradient);
    plan.share(gradient);
    plan.contribute(left(), gradient);
    plan.contribute(right(), gradient);
  }
}
