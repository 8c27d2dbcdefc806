package org.convoy.nn.kernel.onednn.norm;

import java.util.Arrays;
import org.bytedeco.dnnl.global.dnnl;
import org.convoy.nn.kernel.onednn.plan.Constant;
import org.convoy.nn.kernel.onednn.plan.Format;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.Tensor;
import org.convoy.nn.op.Operation;

/**
 * Group normalization with the ReLU after it. oneDNN has only a reference implementation of its
 * gradient, so it is made of two batch normalizations: one of a single image whose channels are the
 * groups of all examples, and one of the batch with given statistics, mean 0 and variance 1, that
 * applies weight and bias.
 */
public final class GroupNormalizationPlan extends OperationPlan {
  private static final int AFFINE_FLAGS =
      dnnl.dnnl_use_global_stats | dnnl.dnnl_use_scale | dnnl.dnnl_use_shift;

  private final Operation.GroupNormalization operation;
  private final long[] dimensions;
  private BatchNormalizationSteps normalization;
  private BatchNormalizationSteps affine;

  public GroupNormalizationPlan(
      PlanBuilder plan, int node, Operation.GroupNormalization operation) {
    super(plan, node);
    this.operation = operation;
    this.dimensions = plan.dimensions(node);
  }

  private int channels() {
    return Math.toIntExact(dimensions[1]);
  }

  private Layout plain() {
    return Layout.plain(plan.scope(), dimensions);
  }

  /** The image of all groups. */
  private Layout grouped() {
    long groups = dimensions[0] * operation.groups();
    long elements = Arrays.stream(dimensions).reduce(1, Math::multiplyExact);
    return Format.NCHW.layout(plan.scope(), 1, groups, elements / groups, 1);
  }

  /** The batch, if it has pixels or not. */
  private Layout images() {
    long pixels = Arrays.stream(dimensions).skip(2).reduce(1, Math::multiplyExact);
    return Format.NCHW.layout(plan.scope(), dimensions[0], dimensions[1], pixels, 1);
  }

  @Override
  public void forward() {
    Tensor input = input(plain());
    int fused = plan.topology().isRectified(node) ? dnnl.dnnl_fuse_norm_relu : 0;
    normalization = steps(grouped(), operation.epsilon(), operation.affine() ? 0 : fused);
    Layout statistics = Layout.plain(plan.scope(), grouped().dimensions()[1]);
    Tensor output =
        normalization.forward(
            new Tensor(input.buffer(), grouped()),
            plan.recorder().newTensor(statistics),
            plan.recorder().newTensor(statistics),
            null,
            null);
    if (operation.affine()) {
      affine = steps(images(), 0, AFFINE_FLAGS | fused);
      output =
          affine.forward(
              new Tensor(output.buffer(), images()),
              constant(0),
              constant(1),
              plan.parameter(node, 0, channels()),
              plan.parameter(node, channels(), channels()));
    }

    plan.setOutput(node, new Tensor(output.buffer(), plain()));
  }

  private BatchNormalizationSteps steps(Layout layout, double epsilon, int flags) {
    BatchNormalizationSteps steps =
        BatchNormalizationSteps.tryCreate(plan, plan.name(node), layout, epsilon, flags);
    if (steps == null) {
      throw plan.unsupported(node, "forward");
    }

    return steps;
  }

  private Tensor constant(float value) {
    float[] values = new float[channels()];
    Arrays.fill(values, value);
    return Constant.record(plan, Layout.plain(plan.scope(), channels()), values);
  }

  @Override
  public void backward(Tensor outputGradient) {
    Tensor gradient = converted(outputGradient, plain());
    Tensor result = plan.over(gradient);
    boolean done = true;
    if (operation.affine()) {
      done =
          affine.backward(
              new Tensor(gradient.buffer(), images()),
              new Tensor(result.buffer(), images()),
              plan.parameterGradient(node, 0, channels()),
              plan.parameterGradient(node, channels(), channels()));
      gradient = result;
    }

    Tensor from = new Tensor(gradient.buffer(), grouped());
    if (!done
        || !normalization.backward(from, new Tensor(result.buffer(), grouped()), null, null)) {
      throw plan.unsupported(node, "backward");
    }

    contribute(result);
  }
}
