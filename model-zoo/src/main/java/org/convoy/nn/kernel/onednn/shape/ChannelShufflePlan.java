package org.convoy.nn.kernel.onednn.shape;

import org.convoy.nn.kernel.onednn.plan.Format;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.Tensor;
import org.convoy.nn.op.Operation;

/**
 * Channel shuffle as the transposition of each pixel's channels, [groups, channels of a group]:
 * oneDNN's own is fast in blocked layouts only.
 */
public final class ChannelShufflePlan extends OperationPlan {
  private final Layout layout;
  private final long groups;

  public ChannelShufflePlan(PlanBuilder plan, int node, Operation.ChannelShuffle operation) {
    super(plan, node);
    this.layout = Format.NHWC.layout(plan.scope(), plan.dimensions(node));
    this.groups = operation.groups();
  }

  private long channels() {
    return layout.dimensions()[1];
  }

  @Override
  public void forward() {
    Tensor input = input(layout);
    plan.setOutput(node, transposed(input, groups));
  }

  @Override
  public void backward(Tensor outputGradient) {
    Tensor gradient = converted(outputGradient, layout);
    contribute(transposed(gradient, channels() / groups));
  }

  private Tensor transposed(Tensor from, long rows) {
    long[] dimensions = layout.dimensions();
    long pixels = dimensions[0] * dimensions[2] * dimensions[3];
    long columns = channels() / rows;
    Layout plain = Layout.plain(plan.scope(), pixels, rows, columns);
    Layout across =
        Layout.strided(
            plan.scope(), new long[] {pixels, rows, columns}, new long[] {channels(), 1, rows});
    Tensor to = plan.recorder().newTensor(layout);
    plan.reorder(
        plan.name(node), new Tensor(from.buffer(), plain), new Tensor(to.buffer(), across));
    return to;
  }
}
