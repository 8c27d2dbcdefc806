package org.convoy.nn.kernel.onednn.op;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.convoy.nn.kernel.onednn.plan.Argument;
import org.convoy.nn.kernel.onednn.plan.Attributes;
import org.convoy.nn.kernel.onednn.plan.Engine;
import org.convoy.nn.kernel.onednn.plan.JavaStep;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.PrimitiveDescription;
import org.convoy.nn.kernel.onednn.plan.Tensor;

/** Softmax. oneDNN has a fast backward pass for few layouts only, so that is done in Java. */
final class SoftmaxPlan extends OperationPlan {
  private final int dimension;
  private final Layout layout;

  SoftmaxPlan(PlanBuilder plan, int node, int dimension) {
    super(plan, node);
    this.dimension = dimension;
    this.layout = Layout.plain(plan.scope(), plan.dimensions(node));
  }

  @Override
  public void forward() {
    PrimitiveDescription description =
        plan.describe(
            node,
            "forward",
            "a softmax",
            address ->
                dnnl.dnnl_softmax_forward_primitive_desc_create(
                    address,
                    Engine.CPU,
                    plan.forwardKind(),
                    dnnl.dnnl_softmax_accurate,
                    layout.description(),
                    layout.description(),
                    dimension,
                    Attributes.plain(plan.scope())));

    Tensor output = plan.recorder().newTensor(layout);
    plan.record(
        node,
        "forward",
        description,
        new Argument(dnnl.DNNL_ARG_SRC, input(layout)),
        new Argument(dnnl.DNNL_ARG_DST, output));
    plan.setOutput(node, output);
  }

  @Override
  public void backward(Tensor outputGradient) {
    Tensor gradient = converted(outputGradient, layout);
    Tensor result = plan.over(gradient);
    JavaStep.record(plan, this::differentiate, plan.output(node), gradient, result);
    contribute(result);
  }

  /** {@code y * (g - sum(g * y))} along each line of the dimension. */
  private void differentiate(List<FloatBuffer> values, long seed) {
    int length = Math.toIntExact(layout.dimensions()[dimension]);
    int stride = product(dimension + 1, layout.dimensions().length);
    for (int outer = 0; outer < product(0, dimension); outer++) {
      for (int inner = 0; inner < stride; inner++) {
        int first = outer * length * stride + inner;
        differentiateLine(values, first, first + length * stride, stride);
      }
    }
  }

  private static void differentiateLine(List<FloatBuffer> values, int first, int end, int stride) {
    FloatBuffer outputs = values.get(0);
    FloatBuffer gradients = values.get(1);
    double sum = 0;
    for (int i = first; i < end; i += stride) {
      sum += (double) gradients.get(i) * outputs.get(i);
    }

    for (int i = first; i < end; i += stride) {
      values.get(2).put(i, (float) (outputs.get(i) * (gradients.get(i) - sum)));
    }
  }

  private int product(int from, int to) {
    long[] sizes = Arrays.copyOfRange(layout.dimensions(), from, to);
    return Math.toIntExact(Arrays.stream(sizes).reduce(1, Math::multiplyExact));
  }
}
