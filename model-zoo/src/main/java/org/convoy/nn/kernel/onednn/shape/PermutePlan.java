package org.convoy.nn.kernel.onednn.shape;

import java.util.List;
import org.convoy.nn.kernel.onednn.plan.Format;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.Tensor;
import org.convoy.nn.op.Operation;

/**
 * The dimensions in another order. To put an image's channels last, or back, is to see NHWC as
 * row-major, or row-major as NHWC: nothing is moved.
 */
public final class PermutePlan extends OperationPlan {
  private static final List<Integer> CHANNELS_LAST = List.of(0, 2, 3, 1);
  private static final List<Integer> CHANNELS_FIRST = List.of(0, 3, 1, 2);

  private final List<Integer> order;
  private final Layout input;
  private final Layout output;

  public PermutePlan(PlanBuilder plan, int node, Operation.Permute operation) {
    super(plan, node);
    this.order = operation.dimensions();
    long[] from = plan.dimensions(plan.inputOf(node));
    long[] to = plan.dimensions(node);
    this.input =
        order.equals(CHANNELS_LAST)
            ? Format.NHWC.layout(plan.scope(), from)
            : Layout.plain(plan.scope(), from);
    this.output =
        order.equals(CHANNELS_FIRST)
            ? Format.NHWC.layout(plan.scope(), to)
            : Layout.plain(plan.scope(), to);
  }

  private boolean isTheSameMemory() {
    return order.equals(CHANNELS_LAST) || order.equals(CHANNELS_FIRST);
  }

  @Override
  public void forward() {
    Tensor from = input(input);
    if (isTheSameMemory()) {
      plan.setOutput(node, new Tensor(from.buffer(), output));
      return;
    }

    Tensor result = plan.recorder().newTensor(output);
    plan.reorder(plan.name(node), new Tensor(from.buffer(), permutedInput()), result);
    plan.setOutput(node, result);
  }

  @Override
  public void backward(Tensor outputGradient) {
    Tensor gradient = converted(outputGradient, output);
    if (isTheSameMemory()) {
      contribute(new Tensor(gradient.buffer(), input));
      return;
    }

    Tensor result = plan.recorder().newTensor(input);
    plan.reorder(plan.name(node), gradient, new Tensor(result.buffer(), permutedInput()));
    contribute(result);
  }

  /** The row-major input with the output's dimensions. */
  private Layout permutedInput() {
    long[] from = input.dimensions();
    long[] strides = new long[from.length];
    long stride = 1;
    for (int i = from.length - 1; i >= 0; i--) {
      strides[order.indexOf(i)] = stride;
      stride *= from[i];
    }

    return Layout.strided(plan.scope(), output.dimensions(), strides);
  }
}
