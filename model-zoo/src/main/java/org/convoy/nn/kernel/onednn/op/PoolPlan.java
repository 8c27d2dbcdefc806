package org.convoy.nn.kernel.onednn.op;

import org.bytedeco.dnnl.global.dnnl;
import org.convoy.nn.kernel.onednn.plan.Arguments;
import org.convoy.nn.kernel.onednn.plan.Attributes;
import org.convoy.nn.kernel.onednn.plan.ElementwiseSteps;
import org.convoy.nn.kernel.onednn.plan.Engine;
import org.convoy.nn.kernel.onednn.plan.Formats;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.PrimitiveDescription;
import org.convoy.nn.kernel.onednn.plan.Tensor;
import org.convoy.nn.op.Pooling2d;
import org.convoy.nn.op.Size2d;

/** Max or average pooling. */
final class PoolPlan extends OperationPlan {
  private final Pooling2d geometry;
  private final int algorithm;
  private final long[] strides;
  private final long[] kernel;
  private final long[] dilation;
  private final long[] paddingBefore;
  private final long[] paddingAfter;
  private Layout input;
  private Layout output;
  private PrimitiveDescription description;
  private Tensor workspace;

  private PoolPlan(PlanBuilder plan, int node, Pooling2d geometry, int algorithm) {
    super(plan, node);
    this.geometry = geometry;
    this.algorithm = algorithm;
    this.strides = pair(geometry.stride());
    this.kernel = pair(geometry.kernel());
    // oneDNN counts the gap, PyTorch the distance.
    this.dilation = new long[] {geometry.dilation().height() - 1, geometry.dilation().width() - 1};
    this.paddingBefore = pair(geometry.padding());
    this.paddingAfter = paddingAfter(plan.imageSize(plan.inputOf(node)));
  }

  static OperationPlan maximum(PlanBuilder plan, int node, Pooling2d geometry) {
    boolean isDilated = geometry.dilation().area() > 1;
    return isDilated
        ? new IndexedMaxPoolPlan(plan, node, geometry)
        : new PoolPlan(plan, node, geometry, dnnl.dnnl_pooling_max);
  }

  /**
   * Divides by the kernel's size, or by the number of pixels under it if padding does not count.
   */
  static PoolPlan average(PlanBuilder plan, int node, Pooling2d geometry) {
    int algorithm =
        geometry.countIncludePadding()
            ? dnnl.dnnl_pooling_avg_include_padding
            : dnnl.dnnl_pooling_avg_exclude_padding;
    return new PoolPlan(plan, node, geometry, algorithm);
  }

  private static long[] pair(Size2d size) {
    return new long[] {size.height(), size.width()};
  }

  /** In ceil mode the last windows may reach further than the padding. */
  private long[] paddingAfter(Size2d size) {
    if (!geometry.ceilMode()) {
      return paddingBefore;
    }

    Size2d covered = geometry.coveredSize(size);
    return new long[] {
      covered.height() - size.height() - geometry.padding().height(),
      covered.width() - size.width() - geometry.padding().width()
    };
  }

  @Override
  public void forward() {
    choose();
    Tensor result = plan.recorder().newTensor(output);
    Arguments arguments =
        new Arguments().add(dnnl.DNNL_ARG_SRC, input(input)).add(dnnl.DNNL_ARG_DST, result);
    workspace = plan.workspace(description);
    arguments.add(dnnl.DNNL_ARG_WORKSPACE, workspace);
    plan.record(node, "forward", description, arguments.toArray());
    plan.setOutput(node, result);
  }

  private void choose() {
    for (Formats.Candidate format : plan.candidates(node)) {
      input = format.layout(plan.scope(), plan.dimensions(plan.inputOf(node)));
      output = format.layout(plan.scope(), plan.dimensions(node));
      description = describeForward();
      if (description != null) {
        return;
      }
    }

    throw plan.unsupported(node, "forward");
  }

  private PrimitiveDescription describeForward() {
    return plan.tryDescribe(
        "a pooling layer",
        address ->
            dnnl.dnnl_pooling_forward_primitive_desc_create(
                address,
                Engine.CPU,
                plan.forwardKind(),
                algorithm,
                input.description(),
                output.description(),
                strides,
                kernel,
                dilation,
                paddingBefore,
                paddingAfter,
                Attributes.plain(plan.scope())));
  }

  @Override
  public void backward(Tensor outputGradient) {
    Tensor gradient =
        ElementwiseSteps.beforePooledRectifier(plan, node, converted(outputGradient, output));
    PrimitiveDescription backward = describeBackward();
    Tensor result = plan.recorder().newTensor(input);
    Arguments arguments =
        new Arguments()
            .add(dnnl.DNNL_ARG_DIFF_DST, gradient)
            .add(dnnl.DNNL_ARG_DIFF_SRC, result)
            .add(dnnl.DNNL_ARG_WORKSPACE, workspace);
    plan.record(node, "backward", backward, arguments.toArray());
    contribute(result);
  }

  private PrimitiveDescription describeBackward() {
    return plan.describe(
        node,
        "backward",
        "a pooling layer's gradient",
        address ->
            dnnl.dnnl_pooling_backward_primitive_desc_create(
                address,
                Engine.CPU,
                algorithm,
                input.description(),
                output.description(),
                strides,
                kernel,
                dilation,
                paddingBefore,
                paddingAfter,
                description.description(),
                Attributes.plain(plan.scope())));
  }
}
