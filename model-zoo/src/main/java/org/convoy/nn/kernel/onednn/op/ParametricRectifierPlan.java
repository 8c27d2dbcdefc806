package org.convoy.nn.kernel.onednn.op;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.dnnl.global.dnnl;
import org.convoy.nn.kernel.onednn.plan.Argument;
import org.convoy.nn.kernel.onednn.plan.Attributes;
import org.convoy.nn.kernel.onednn.plan.Engine;
import org.convoy.nn.kernel.onednn.plan.Format;
import org.convoy.nn.kernel.onednn.plan.JavaStep;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.PrimitiveDescription;
import org.convoy.nn.kernel.onednn.plan.Tensor;

/**
 * The rectifier with learned slopes. oneDNN is fast with a slope for each channel only; one for all
 * is copied to each and their gradients are added up.
 */
final class ParametricRectifierPlan extends OperationPlan {
  /** Batch, channels, height and width, which formats are for. */
  private static final int IMAGE_DIMENSIONS = 4;

  private final int slopes;
  private final long[] dimensions;
  private Layout layout;
  private Layout weightLayout;
  private PrimitiveDescription forward;
  private PrimitiveDescription backward;
  private Tensor weight;

  ParametricRectifierPlan(PlanBuilder plan, int node, int slopes) {
    super(plan, node);
    this.slopes = slopes;
    this.dimensions = plan.dimensions(node);
  }

  private boolean isShared() {
    return slopes != dimensions[1];
  }

  private Layout perChannel() {
    return Layout.plain(plan.scope(), dimensions[1]);
  }

  @Override
  public void forward() {
    choose();
    Tensor given = plan.parameter(node, 0, slopes);
    Tensor spread = given;
    if (isShared()) {
      spread = plan.recorder().newTensor(perChannel());
      JavaStep.record(plan, ParametricRectifierPlan::spread, given, spread);
    }

    weight = new Tensor(spread.buffer(), weightLayout);
    Tensor output = plan.recorder().newTensor(layout);
    plan.record(
        node,
        "forward",
        forward,
        new Argument(dnnl.DNNL_ARG_SRC, input()),
        new Argument(dnnl.DNNL_ARG_WEIGHTS, weight),
        new Argument(dnnl.DNNL_ARG_DST, output));
    plan.setOutput(node, output);
  }

  private Tensor input() {
    return input(layout);
  }

  private void choose() {
    for (LayoutPair pair : candidates()) {
      layout = pair.data();
      weightLayout = pair.weight();
      forward = describeForward();
      backward = forward == null ? null : describeBackward();
      if (backward != null) {
        return;
      }
    }

    throw plan.unsupported(node, "forward");
  }

  private record LayoutPair(Layout data, Layout weight) {}

  private List<LayoutPair> candidates() {
    if (dimensions.length != IMAGE_DIMENSIONS) {
      long[] slopesOfChannels = new long[dimensions.length];
      Arrays.fill(slopesOfChannels, 1);
      slopesOfChannels[1] = dimensions[1];
      Layout data = Layout.plain(plan.scope(), dimensions);
      return List.of(new LayoutPair(data, Layout.plain(plan.scope(), slopesOfChannels)));
    }

    return plan.formats().any().stream().flatMap(this::candidate).toList();
  }

  /** The slopes lie side by side, so only formats will do that pad no channels. */
  private Stream<LayoutPair> candidate(Format format) {
    Layout data = format.layout(plan.scope(), dimensions);
    Layout slopesOfChannels = format.layout(plan.scope(), 1, dimensions[1], 1, 1);
    return slopesOfChannels.bytes() == perChannel().bytes()
        ? Stream.of(new LayoutPair(data, slopesOfChannels))
        : Stream.of();
  }

  private PrimitiveDescription describeForward() {
    return plan.tryDescribe(
        "a rectifier with learned slopes",
        address ->
            dnnl.dnnl_prelu_forward_primitive_desc_create(
                address,
                Engine.CPU,
                plan.forwardKind(),
                layout.description(),
                weightLayout.description(),
                layout.description(),
                Attributes.plain(plan.scope())));
  }

  private PrimitiveDescription describeBackward() {
    return plan.tryDescribe(
        "the gradient of a rectifier with learned slopes",
        address ->
            dnnl.dnnl_prelu_backward_primitive_desc_create(
                address,
                Engine.CPU,
                layout.description(),
                weightLayout.description(),
                layout.description(),
                weightLayout.description(),
                layout.description(),
                forward.description(),
                Attributes.plain(plan.scope())));
  }

  @Override
  public void backward(Tensor outputGradient) {
    Tensor result = plan.recorder().newTensor(layout);
    Tensor wanted = plan.parameterGradient(node, 0, slopes);
    Tensor slopeGradients = isShared() ? plan.recorder().newTensor(perChannel()) : wanted;
    plan.record(
        node,
        "backward",
        backward,
        new Argument(dnnl.DNNL_ARG_SRC, input()),
        new Argument(dnnl.DNNL_ARG_WEIGHTS, weight),
        new Argument(dnnl.DNNL_ARG_DIFF_DST, converted(outputGradient, layout)),
        new Argument(dnnl.DNNL_ARG_DIFF_SRC, result),
        new Argument(
            dnnl.DNNL_ARG_DIFF_WEIGHTS, new Tensor(slopeGradients.buffer(), weightLayout)));
    if (isShared()) {
      JavaStep.record(plan, ParametricRectifierPlan::addUp, slopeGradients, wanted);
    }

    contribute(result);
  }

  private static void spread(List<FloatBuffer> values, long seed) {
    FloatBuffer target = values.get(1);
    for (int i = 0; i < target.capacity(); i++) {
      target.put(i, values.get(0).get(0));
    }
  }

  private static void addUp(List<FloatBuffer> values, long seed) {
    double sum = 0;
    for (int i = 0; i < values.get(0).capacity(); i++) {
      sum += values.get(0).get(i);
    }

    values.get(1).put(0, (float) sum);
  }
}
