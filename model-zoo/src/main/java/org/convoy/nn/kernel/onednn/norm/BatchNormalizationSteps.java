package org.convoy.nn.kernel.onednn.norm;

import org.bytedeco.dnnl.global.dnnl;
import org.convoy.nn.kernel.onednn.plan.Arguments;
import org.convoy.nn.kernel.onednn.plan.Attributes;
import org.convoy.nn.kernel.onednn.plan.Engine;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.PrimitiveDescription;
import org.convoy.nn.kernel.onednn.plan.Tensor;

/** The passes of oneDNN's batch normalization, with what the backward one needs to know again. */
final class BatchNormalizationSteps {
  private final PlanBuilder plan;
  private final String layer;
  private final Layout layout;
  private final float epsilon;
  private final int flags;
  private final PrimitiveDescription description;
  private Tensor source;
  private Tensor mean;
  private Tensor variance;
  private Tensor scale;
  private Tensor workspace;

  private BatchNormalizationSteps(
      PlanBuilder plan,
      String layer,
      Layout layout,
      float epsilon,
      int flags,
      PrimitiveDescription description) {
    this.plan = plan;
    this.layer = layer;
    this.layout = layout;
    this.epsilon = epsilon;
    this.flags = flags;
    this.description = description;
  }

  /** Null if oneDNN has no fast implementation for this layout and these of its flags. */
  static BatchNormalizationSteps tryCreate(
      PlanBuilder plan, String layer, Layout layout, double epsilon, int flags) {
    boolean measures = (flags & dnnl.dnnl_use_global_stats) == 0;
    int kind = measures ? dnnl.dnnl_forward_training : plan.forwardKind();
    PrimitiveDescription description =
        plan.tryDescribe(
            "a batch normalization",
            address ->
                dnnl.dnnl_batch_normalization_forward_primitive_desc_create(
                    address,
                    Engine.CPU,
                    kind,
                    layout.description(),
                    layout.description(),
                    (float) epsilon,
                    flags,
                    Attributes.plain(plan.scope())));
    return description == null
        ? null
        : new BatchNormalizationSteps(plan, layer, layout, (float) epsilon, flags, description);
  }

  Layout layout() {
    return layout;
  }

  private boolean isAffine() {
    return (flags & dnnl.dnnl_use_scale) != 0;
  }

  /**
   * Records the forward pass; gives its result. Mean and variance are written unless the flags say
   * that they are given; scale and shift may be null.
   */
  Tensor forward(
      Tensor input, Tensor usedMean, Tensor usedVariance, Tensor usedScale, Tensor shift) {
    source = input;
    mean = usedMean;
    variance = usedVariance;
    scale = usedScale;
    Tensor result = plan.recorder().newTensor(layout);
    Arguments arguments = statistics().add(dnnl.DNNL_ARG_DST, result);
    if (isAffine()) {
      arguments.add(dnnl.DNNL_ARG_SCALE, scale).add(dnnl.DNNL_ARG_SHIFT, shift);
    }

    workspace = plan.workspace(description);
    arguments.add(dnnl.DNNL_ARG_WORKSPACE, workspace);
    plan.recorder().add(layer, "forward", description, arguments.toArray());
    return result;
  }

  private Arguments statistics() {
    return new Arguments()
        .add(dnnl.DNNL_ARG_SRC, source)
        .add(dnnl.DNNL_ARG_MEAN, mean)
        .add(dnnl.DNNL_ARG_VARIANCE, variance);
  }

  /**
   * Records the backward pass; false if there is no fast implementation. The result may lie over
   * the gradient.
   */
  boolean backward(Tensor gradient, Tensor result, Tensor scaleGradient, Tensor shiftGradient) {
    PrimitiveDescription backward = describeBackward();
    if (backward == null) {
      return false;
    }

    Arguments arguments =
        statistics()
            .add(dnnl.DNNL_ARG_DIFF_DST, gradient)
            .add(dnnl.DNNL_ARG_DIFF_SRC, result)
            .add(dnnl.DNNL_ARG_WORKSPACE, workspace);
    if (isAffine()) {
      arguments
          .add(dnnl.DNNL_ARG_SCALE, scale)
          .add(dnnl.DNNL_ARG_DIFF_SCALE, scaleGradient)
          .add(dnnl.DNNL_ARG_DIFF_SHIFT, shiftGradient);
    }

    plan.recorder().add(layer, "backward", backward, arguments.toArray());
    return true;
  }

  private PrimitiveDescription describeBackward() {
    return plan.tryDescribe(
        "a batch normalization's gradient",
        address ->
            dnnl.dnnl_batch_normalization_backward_primitive_desc_create(
                address,
                Engine.CPU,
                isAffine() ? dnnl.dnnl_backward : dnnl.dnnl_backward_data,
                layout.description(),
                layout.description(),
                layout.description(),
                epsilon,
                flags,
                description.description(),
                Attributes.plain(plan.scope())));
  }
}
