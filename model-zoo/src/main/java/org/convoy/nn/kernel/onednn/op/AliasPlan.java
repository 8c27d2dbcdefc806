package org.convoy.nn.kernel.onednn.op;

import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.Tensor;

/** A node whose output is its input: it does nothing, or another node does its work. */
final class AliasPlan extends OperationPlan {
  AliasPlan(PlanBuilder plan, int node) {
    super(plan, node);
  }

  @Override
  public void forward() {
    plan.setOutput(node, plan.output(plan.inputOf(node)));
  }

  @Override
  public void backward(Tensor outputGradient) {
    contribute(outputGradient);
  }
}
