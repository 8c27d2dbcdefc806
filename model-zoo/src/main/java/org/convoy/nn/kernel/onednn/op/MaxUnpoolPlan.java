package org.convoy.nn.kernel.onednn.op;

import org.convoy.nn.kernel.onednn.plan.Constant;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.PlaneCopy;
import org.convoy.nn.kernel.onednn.plan.Tensor;
import org.convoy.nn.op.Operation;

/** Puts values where a node of max pooling, the second input, found its maxima. */
final class MaxUnpoolPlan extends OperationPlan {
  private final int pool;
  private final Layout input;
  private final Layout output;
  private MaxPoolIndices indices;

  MaxUnpoolPlan(PlanBuilder plan, int node) {
    super(plan, node);
    this.pool = plan.node(node).inputs().get(1);
    this.input = Layout.plain(plan.scope(), plan.dimensions(plan.inputOf(node)));
    this.output = Layout.plain(plan.scope(), plan.dimensions(node));
  }

  @Override
  public void forward() {
    Operation.MaxPool pooling = (Operation.MaxPool) plan.node(pool).operation();
    indices = MaxPoolIndices.record(plan, pool, pooling.geometry());
    plan.setOutput(node, PlaneCopy.scatter(plan, indices, input(input), output));
  }

  @Override
  public void backward(Tensor outputGradient) {
    Tensor gradient = converted(outputGradient, output);
    contribute(PlaneCopy.gather(plan, indices, gradient, input));
    if (plan.topology().givesOnlyIndices(pool)) {
      float[] zeros = new float[Math.toIntExact(input.bytes() / Float.BYTES)];
      plan.contribute(pool, Constant.record(plan, input, zeros));
    }
  }
}
