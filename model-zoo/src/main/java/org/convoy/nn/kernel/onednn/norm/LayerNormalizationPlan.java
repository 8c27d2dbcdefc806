package org.convoy.nn.kernel.onednn.norm;

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
import org.convoy.nn.op.Operation;

/**
 * Layer normalization of rows: the last dimension of a row-major tensor, or the channels of an
 * image's pixels in NHWC.
 */
public final class LayerNormalizationPlan extends OperationPlan {
  private final Operation.LayerNormalization operation;
  private final Layout layout;
  private final Layout rows;
  private final Layout statistics;
  private final int flags;
  private PrimitiveDescription description;
  private Tensor mean;
  private Tensor variance;

  public LayerNormalizationPlan(
      PlanBuilder plan, int node, Operation.LayerNormalization operation) {
    super(plan, node);
    this.operation = operation;
    long[] dimensions = plan.dimensions(node);
    boolean isLast = operation.dimension() == dimensions.length - 1;
    if (!isLast && (operation.dimension() != 1 || dimensions.length != 4)) {
      throw plan.unsupported(node, "forward");
    }

    this.layout =
        isLast
            ? Layout.plain(plan.scope(), dimensions)
            : Format.NHWC.layout(plan.scope(), dimensions);
    long count = layout.bytes() / Float.BYTES / dimensions[operation.dimension()];
    this.rows = Layout.plain(plan.scope(), count, dimensions[operation.dimension()]);
    this.statistics = Layout.plain(plan.scope(), count);
    this.flags = operation.affine() ? dnnl.dnnl_use_scale | dnnl.dnnl_use_shift : 0;
  }

  private int features() {
    return Math.toIntExact(rows.dimensions()[1]);
  }

  private Tensor input() {
    return new Tensor(input(layout).buffer(), rows);
  }

  private Tensor weight() {
    return operation.affine() ? plan.parameter(node, 0, features()) : null;
  }

  @Override
  public void forward() {
    description =
        plan.describe(
            node,
            "forward",
            "a layer normalization",
            address ->
                dnnl.dnnl_layer_normalization_forward_primitive_desc_create(
                    address,
                    Engine.CPU,
                    plan.forwardKind(),
                    rows.description(),
                    rows.description(),
                    statistics.description(),
                    (float) operation.epsilon(),
                    flags,
                    Attributes.plain(plan.scope())));
    Tensor result = plan.recorder().newTensor(rows);
    if (plan.isTraining()) {
      mean = plan.recorder().newTensor(statistics);
      variance = plan.recorder().newTensor(statistics);
    }

    Tensor bias = operation.affine() ? plan.parameter(node, features(), features()) : null;
    Arguments arguments =
        new Arguments()
            .add(dnnl.DNNL_ARG_SRC, input())
            .add(dnnl.DNNL_ARG_MEAN, mean)
            .add(dnnl.DNNL_ARG_VARIANCE, variance)
            .add(dnnl.DNNL_ARG_SCALE, weight())
            .add(dnnl.DNNL_ARG_SHIFT, bias)
            .add(dnnl.DNNL_ARG_DST, result);
    plan.record(node, "forward", description, arguments.toArray());
    plan.setOutput(node, new Tensor(result.buffer(), layout));
  }

  @Override
  public void backward(Tensor outputGradient) {
    Tensor gradient = converted(outputGradient, layout);
    Tensor result = plan.over(gradient);
    Arguments arguments =
        new Arguments()
            .add(dnnl.DNNL_ARG_SRC, input())
            .add(dnnl.DNNL_ARG_MEAN, mean)
            .add(dnnl.DNNL_ARG_VARIANCE, variance)
            .add(dnnl.DNNL_ARG_SCALE, weight())
            .add(dnnl.DNNL_ARG_DIFF_DST, new Tensor(gradient.buffer(), rows))
            .add(dnnl.DNNL_ARG_DIFF_SRC, new Tensor(result.buffer(), rows));
    if (operation.affine()) {
      arguments
          .add(dnnl.DNNL_ARG_DIFF_SCALE, plan.parameterGradient(node, 0, features()))
          .add(dnnl.DNNL_ARG_DIFF_SHIFT, plan.parameterGradient(node, features(), features()));
    }

    plan.record(node, "backward", describeBackward(), arguments.toArray());
    contribute(result);
  }

  private PrimitiveDescription describeBackward() {
    return plan.describe(
        node,
        "backward",
        "a layer normalization's gradient",
        address ->
            dnnl.dnnl_layer_normalization_backward_primitive_desc_create(
                address,
                Engine.CPU,
                operation.affine() ? dnnl.dnnl_backward : dnnl.dnnl_backward_data,
                rows.description(),
                rows.description(),
                rows.description(),
                statistics.description(),
                (float) operation.epsilon(),
                flags,
                description.description(),
                Attributes.plain(plan.scope())));
  }
}
