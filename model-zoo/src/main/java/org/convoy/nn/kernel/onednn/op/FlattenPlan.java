package org.convoy.nn.kernel.onednn.op;

import java.util.Arrays;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.Tensor;

/** Flatten: the row-major copy of the input under another shape, or the input itself. */
final class FlattenPlan extends OperationPlan {
  FlattenPlan(PlanBuilder plan, int node) {
    super(plan, node);
  }

  @Override
  public void forward() {
    int input = plan.inputOf(node);
    Tensor made = plan.output(input);
    Precision precision = made.layout().precision();
    Layout flat = Layout.plain(plan.scope(), precision, plan.dimensions(node));
    Tensor plain =
        isPlainInMemory(made.layout())
            ? made
            : plan.output(input, Layout.plain(plan.scope(), precision, made.layout().dimensions()));
    plan.setOutput(node, new Tensor(plain.buffer(), flat));
  }

  @Override
  public void backward(Tensor outputGradient) {
    Layout made = plan.output(plan.inputOf(node)).layout();
    Tensor gradient = converted(outputGradient, plan.output(node).layout());
    Layout layout =
        isPlainInMemory(made)
            ? made
            : Layout.plain(plan.scope(), made.precision(), made.dimensions());
    contribute(new Tensor(gradient.buffer(), layout));
  }

  /** With one pixel an image, all layouts that pad nothing are the same. */
  private static boolean isPlainInMemory(Layout layout) {
    long[] dimensions = layout.dimensions();
    long elements = dimensions[0] * dimensions[1];
    boolean isOnePixel = Arrays.stream(dimensions).skip(2).allMatch(length -> length == 1);
    return dimensions.length < 4
        || (isOnePixel && layout.bytes() == elements * layout.precision().bytes());
  }
}
