package org.convoy.nn.kernel.onednn.norm;

import java.util.Set;
import org.bytedeco.dnnl.global.dnnl;
import org.convoy.nn.kernel.onednn.plan.Arguments;
import org.convoy.nn.kernel.onednn.plan.Attributes;
import org.convoy.nn.kernel.onednn.plan.Engine;
import org.convoy.nn.kernel.onednn.plan.Format;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.PrimitiveDescription;
import org.convoy.nn.kernel.onednn.plan.Tensor;
import org.convoy.nn.op.LocalResponse;

/**
 * Local response normalization where oneDNN is fast in both directions, as with AVX-512; else
 * {@link WindowedResponsePlan}.
 */
public final class ResponseNormalizationPlan extends OperationPlan {
  /** oneDNN's windows are symmetric, and the process dies where it makes a window of 1. */
  private static final Set<Integer> VERIFIED_SIZES = Set.of(3, 5, 7, 9);

  private final LocalResponse response;
  private Layout layout;
  private PrimitiveDescription forward;
  private PrimitiveDescription backward;
  private Tensor workspace;

  private ResponseNormalizationPlan(PlanBuilder plan, int node, LocalResponse response) {
    super(plan, node);
    this.response = response;
  }

  public static OperationPlan of(PlanBuilder plan, int node, LocalResponse response) {
    ResponseNormalizationPlan fast = new ResponseNormalizationPlan(plan, node, response);
    return fast.choose() ? fast : new WindowedResponsePlan(plan, node, response);
  }

  private boolean choose() {
    if (!VERIFIED_SIZES.contains(response.size())) {
      return false;
    }

    for (Format format : plan.formats().any()) {
      layout = format.layout(plan.scope(), plan.dimensions(node));
      forward = describeForward();
      backward = forward == null ? null : describeBackward();
      if (backward != null) {
        return true;
      }
    }

    return false;
  }

  private PrimitiveDescription describeForward() {
    return plan.tryDescribe(
        "a local response normalization",
        address ->
            dnnl.dnnl_lrn_forward_primitive_desc_create(
                address,
                Engine.CPU,
                plan.forwardKind(),
                dnnl.dnnl_lrn_across_channels,
                layout.description(),
                layout.description(),
                response.size(),
                (float) response.alpha(),
                (float) response.beta(),
                (float) response.k(),
                Attributes.plain(plan.scope())));
  }

  private PrimitiveDescription describeBackward() {
    return plan.tryDescribe(
        "the gradient of a local response normalization",
        address ->
            dnnl.dnnl_lrn_backward_primitive_desc_create(
                address,
                Engine.CPU,
                dnnl.dnnl_lrn_across_channels,
                layout.description(),
                layout.description(),
                layout.description(),
                response.size(),
                (float) response.alpha(),
                (float) response.beta(),
                (float) response.k(),
                forward.description(),
                Attributes.plain(plan.scope())));
  }

  @Override
  public void forward() {
    Tensor output = plan.recorder().newTensor(layout);
    Arguments arguments =
        new Arguments().add(dnnl.DNNL_ARG_SRC, input()).add(dnnl.DNNL_ARG_DST, output);
    workspace = plan.workspace(forward);
    arguments.add(dnnl.DNNL_ARG_WORKSPACE, workspace);
    plan.record(node, "forward", forward, arguments.toArray());
    plan.setOutput(node, output);
  }

  private Tensor input() {
    return input(layout);
  }

  @Override
  public void backward(Tensor outputGradient) {
    Tensor result = plan.recorder().newTensor(layout);
    Arguments arguments =
        new Arguments()
            .add(dnnl.DNNL_ARG_SRC, input())
            .add(dnnl.DNNL_ARG_DIFF_DST, converted(outputGradient, layout))
            .add(dnnl.DNNL_ARG_DIFF_SRC, result)
            .add(dnnl.DNNL_ARG_WORKSPACE, workspace);
    plan.record(node, "backward", backward, arguments.toArray());
    contribute(result);
  }
}
