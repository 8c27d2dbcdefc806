package org.convoy.nn.kernel.onednn.shape;

import org.convoy.nn.kernel.onednn.plan.Format;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.Tensor;
import org.convoy.nn.op.Operation;

/** Some channels of each pixel; backward, zeros for the others. */
public final class ChannelSlicePlan extends OperationPlan {
  private final Layout input;
  private final Layout output;
  private final Layout part;

  public ChannelSlicePlan(PlanBuilder plan, int node, Operation.ChannelSlice operation) {
    super(plan, node);
    this.input = Format.NHWC.layout(plan.scope(), plan.dimensions(plan.inputOf(node)));
    this.output = Format.NHWC.layout(plan.scope(), plan.dimensions(node));
    this.part =
        input.part(plan.scope(), output.dimensions(), new long[] {0, operation.first(), 0, 0});
  }

  @Override
  public void forward() {
    Tensor from = input(input);
    Tensor result = plan.recorder().newTensor(output);
    plan.reorder(plan.name(node), new Tensor(from.buffer(), part), result);
    plan.setOutput(node, result);
  }

  @Override
  public void backward(Tensor outputGradient) {
    Tensor result = plan.recorder().newTensor(input);
    ZeroFill.record(plan, result);
    plan.reorder(plan.name(node), outputGradient, new Tensor(result.buffer(), part));
    contribute(result);
  }
}
