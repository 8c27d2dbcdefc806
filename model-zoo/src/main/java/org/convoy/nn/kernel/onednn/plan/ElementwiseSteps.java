package org.convoy.nn.kernel.onednn.plan;

import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.global.dnnl;

/** Steps on all elements of tensors of one layout. */
public final class ElementwiseSteps {
  private ElementwiseSteps() {}

  /** The sum of two tensors, in the first one's layout. */
  public static Tensor add(PlanBuilder plan, String layer, Tensor left, Tensor right) {
    Tensor sum = plan.recorder().newTensor(left.layout());
    return add(plan, layer, "forward", left, right, sum, Attributes.plain(plan.scope()));
  }

  /** The sum of two gradients, written over the first one if no other node reads it. */
  public static Tensor addTo(PlanBuilder plan, String layer, Tensor target, Tensor other) {
    Tensor sum = plan.over(target);
    return add(plan, layer, "backward sum", target, other, sum, Attributes.plain(plan.scope()));
  }

  /** The sum of two tensors after a ReLU, in the first one's layout. */
  public static Tensor addRectified(PlanBuilder plan, String layer, Tensor left, Tensor right) {
    Tensor sum = plan.recorder().newTensor(left.layout());
    return add(plan, layer, "forward", left, right, sum, Attributes.rectified(plan.scope()));
  }

  private static Tensor add(
      PlanBuilder plan,
      String layer,
      String pass,
      Tensor left,
      Tensor right,
      Tensor sum,
      dnnl_primitive_attr attributes) {
    Layout layout = left.layout();
    Tensor other = plan.converted(layer, right, layout);
    PrimitiveDescription description =
        plan.tryDescribe(
            "an addition in layer \"" + layer + "\"",
            address ->
                dnnl.dnnl_binary_primitive_desc_create(
                    address,
                    Engine.CPU,
                    dnnl.dnnl_binary_add,
                    layout.description(),
                    layout.description(),
                    layout.description(),
                    attributes));
    plan.recorder()
        .add(
            layer,
            pass,
            description,
            new Argument(dnnl.DNNL_ARG_SRC, left),
            new Argument(dnnl.DNNL_ARG_SRC + 1, other),
            new Argument(dnnl.DNNL_ARG_DST, sum));
    return sum;
  }

  /** {@code max(input, 0)}, in the input's layout. */
  public static Tensor rectify(PlanBuilder plan, String layer, Tensor input) {
    Tensor output = plan.recorder().newTensor(input.layout());
    plan.recorder()
        .add(
            layer,
            "forward",
            rectifier(plan, layer, input.layout()),
            new Argument(dnnl.DNNL_ARG_SRC, input),
            new Argument(dnnl.DNNL_ARG_DST, output));
    return output;
  }

  private static PrimitiveDescription rectifier(PlanBuilder plan, String layer, Layout layout) {
    return plan.tryDescribe(
        "the ReLU of layer \"" + layer + "\"",
        address ->
            dnnl.dnnl_eltwise_forward_primitive_desc_create(
                address,
                Engine.CPU,
                dnnl.dnnl_forward_training,
                dnnl.dnnl_eltwise_relu_use_dst_for_bwd,
                layout.description(),
                layout.description(),
                0,
                0,
                Attributes.plain(plan.scope())));
  }

  /** The gradient before the ReLU that a node has fused, unless a max pooling applies it. */
  public static Tensor beforeRectifier(PlanBuilder plan, int node, Tensor gradient) {
    return plan.topology().isRectified(node) && !plan.topology().isRectifiedBeforeMaxPool(node)
        ? rectifyGradient(plan, plan.name(node), gradient, plan.output(node))
        : gradient;
  }

  /** The gradient of a max pooling's output, with that of the ReLU before it. */
  public static Tensor beforePooledRectifier(PlanBuilder plan, int node, Tensor gradient) {
    return plan.topology().poolsRectified(node)
        ? rectifyGradient(plan, plan.name(node), gradient, plan.output(node))
        : gradient;
  }

  /** The gradient where the ReLU's output is positive, zero elsewhere, in the output's layout. */
  public static Tensor rectifyGradient(
      PlanBuilder plan, String layer, Tensor gradient, Tensor output) {
    Layout layout = output.layout();
    Tensor given = plan.converted(layer, gradient, layout);
    Tensor result = plan.over(given);
    PrimitiveDescription hint = rectifier(plan, layer, layout);
    PrimitiveDescription description =
        plan.tryDescribe(
            "the gradient of the ReLU of layer \"" + layer + "\"",
            address ->
                dnnl.dnnl_eltwise_backward_primitive_desc_create(
                    address,
                    Engine.CPU,
                    dnnl.dnnl_eltwise_relu_use_dst_for_bwd,
                    layout.description(),
                    layout.description(),
                    layout.description(),
                    0,
                    0,
                    hint.description(),
                    Attributes.plain(plan.scope())));
    plan.recorder()
        .add(
            layer,
            "backward relu",
            description,
            new Argument(dnnl.DNNL_ARG_DST, output),
            new Argument(dnnl.DNNL_ARG_DIFF_DST, given),
            new Argument(dnnl.DNNL_ARG_DIFF_SRC, result));
    return result;
  }
}
