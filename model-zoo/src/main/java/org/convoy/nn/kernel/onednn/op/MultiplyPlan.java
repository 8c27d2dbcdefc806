package org.convoy.nn.kernel.onednn.op;

import java.util.Arrays;
import org.bytedeco.dnnl.global.dnnl;
import org.convoy.nn.kernel.onednn.plan.Argument;
import org.convoy.nn.kernel.onednn.plan.Attributes;
import org.convoy.nn.kernel.onednn.plan.Engine;
import org.convoy.nn.kernel.onednn.plan.Formats;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.PrimitiveDescription;
import org.convoy.nn.kernel.onednn.plan.Tensor;

/**
 * The product of two activations, of which the second may have one number for each channel of an
 * example, as a squeeze-excitation's gate. Its gradient is then a sum over pixels, which is an
 * average pooling times their number.
 */
final class MultiplyPlan extends OperationPlan {
  private final int left;
  private final int right;
  private Layout layout;
  private Layout factors;
  private PrimitiveDescription description;

  MultiplyPlan(PlanBuilder plan, int node) {
    super(plan, node);
    this.left = plan.node(node).inputs().get(0);
    this.right = plan.node(node).inputs().get(1);
  }

  @Override
  public void forward() {
    choose();
    Tensor product = plan.recorder().newTensor(layout);
    record("forward", plan.output(left, layout), plan.output(right, factors), product);
    plan.setOutput(node, product);
  }

  private void choose() {
    for (Formats.Candidate format : plan.candidates(node)) {
      layout = plan.layout(format, left);
      factors = plan.layout(format, right);
      description = describe(factors);
      if (description != null) {
        return;
      }
    }

    throw plan.unsupported(node, "forward");
  }

  private PrimitiveDescription describe(Layout second) {
    return plan.tryDescribe(
        "a product",
        address ->
            dnnl.dnnl_binary_primitive_desc_create(
                address,
                Engine.CPU,
                dnnl.dnnl_binary_mul,
                layout.description(),
                second.description(),
                layout.description(),
                Attributes.plain(plan.scope())));
  }

  private void record(String pass, Tensor first, Tensor second, Tensor product) {
    record(pass, description, first, second, product);
  }

  private void record(
      String pass, PrimitiveDescription product, Tensor first, Tensor second, Tensor result) {
    plan.record(
        node,
        pass,
        product,
        new Argument(dnnl.DNNL_ARG_SRC, first),
        new Argument(dnnl.DNNL_ARG_SRC + 1, second),
        new Argument(dnnl.DNNL_ARG_DST, result));
  }

  @Override
  public void backward(Tensor outputGradient) {
    Tensor gradient = converted(outputGradient, layout);
    if (plan.topology().needsGradient(right)) {
      backwardFactors(gradient);
    }

    if (plan.topology().needsGradient(left)) {
      Tensor result = plan.over(gradient);
      record("backward", gradient, plan.output(right, factors), result);
      plan.contribute(left, result);
    }
  }

  private void backwardFactors(Tensor gradient) {
    PrimitiveDescription whole = describe(layout);
    if (whole == null) {
      throw plan.unsupported(node, "backward");
    }

    Tensor products = plan.recorder().newTensor(layout);
    record("backward", whole, gradient, plan.output(left, layout), products);
    boolean isPerChannel = !Arrays.equals(layout.dimensions(), factors.dimensions());
    plan.contribute(right, isPerChannel ? sumOfPixels(products) : products);
  }

  private Tensor sumOfPixels(Tensor products) {
    long[] window = Arrays.copyOfRange(layout.dimensions(), 2, 4);
    long[] none = new long[2];
    PrimitiveDescription sum =
        plan.describe(
            node,
            "backward",
            "a sum of pixels",
            address ->
                dnnl.dnnl_pooling_forward_primitive_desc_create(
                    address,
                    Engine.CPU,
                    dnnl.dnnl_forward_inference,
                    dnnl.dnnl_pooling_avg_include_padding,
                    layout.description(),
                    factors.description(),
                    window,
                    window,
                    none,
                    none,
                    none,
                    Attributes.scaled(plan.scope(), (float) (window[0] * window[1]))));
    Tensor result = plan.recorder().newTensor(factors);
    plan.record(
        node,
        "backward",
        sum,
        new Argument(dnnl.DNNL_ARG_SRC, products),
        new Argument(dnnl.DNNL_ARG_DST, result));
    return result;
  }
}
