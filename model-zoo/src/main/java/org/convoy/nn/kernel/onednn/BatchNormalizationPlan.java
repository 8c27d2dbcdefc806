package org.convoy.nn.kernel.onednn;

import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.convoy.nn.kernel.Operation;

/**
 * Batch normalization with the ReLU after it: in training by the batch's statistics, in evaluation
 * by the running ones.
 */
final class BatchNormalizationPlan implements OperationPlan {
  private final PlanBuilder plan;
  private final int node;
  private final Operation.BatchNormalization operation;
  private final long[] dimensions;
  private final int flags;
  private Layout layout;
  private PrimitiveDescription description;
  private Tensor mean;
  private Tensor variance;
  private Tensor workspace;

  BatchNormalizationPlan(PlanBuilder plan, int node, Operation.BatchNormalization operation) {
    this.plan = plan;
    this.node = node;
    this.operation = operation;
    this.dimensions = plan.dimensions(node);
    int fused = plan.topology().isRectified(node) ? dnnl.dnnl_fuse_norm_relu : 0;
    int fixed = plan.isTraining() ? 0 : dnnl.dnnl_use_global_stats;
    this.flags = dnnl.dnnl_use_scale | dnnl.dnnl_use_shift | fused | fixed;
  }

  private int channels() {
    return Math.toIntExact(dimensions[1]);
  }

  private long valuesPerChannel() {
    return dimensions[0] * dimensions[2] * dimensions[3];
  }

  private Tensor parameter(int index) {
    return plan.parameter(node, index * channels(), channels());
  }

  private Tensor scale() {
    return parameter(0);
  }

  private Tensor shift() {
    return parameter(1);
  }

  private Tensor runningMean() {
    return parameter(2);
  }

  private Tensor runningVariance() {
    return parameter(3);
  }

  @Override
  public void forward() {
    if (plan.isTraining() && valuesPerChannel() == 1) {
      throw new IllegalArgumentException(
          "Layer \""
              + plan.name(node)
              + "\" needs more than one value in each channel to train, got a batch of 1 example"
              + " with 1 x 1 pixel; use larger batches or images");
    }

    choose();
    chooseStatistics();
    Tensor result = plan.recorder().newTensor(layout);
    Arguments arguments =
        new Arguments()
            .add(dnnl.DNNL_ARG_SRC, plan.output(plan.inputOf(node), layout))
            .add(dnnl.DNNL_ARG_MEAN, mean)
            .add(dnnl.DNNL_ARG_VARIANCE, variance)
            .add(dnnl.DNNL_ARG_SCALE, scale())
            .add(dnnl.DNNL_ARG_SHIFT, shift())
            .add(dnnl.DNNL_ARG_DST, result);
    Layout remembered = description.layoutOf(plan.scope(), dnnl.DNNL_ARG_WORKSPACE);
    if (remembered.bytes() > 0) {
      workspace = plan.recorder().newTensor(remembered);
      arguments.add(dnnl.DNNL_ARG_WORKSPACE, workspace);
    }

    plan.recorder().add(plan.name(node), "forward", description, arguments.toArray());
    plan.setOutput(node, result);
    if (plan.isTraining()) {
      moveRunningStatistics();
    }
  }

  private void choose() {
    for (Format format : plan.formats().any()) {
      layout = format.layout(plan.scope(), dimensions);
      description = describeForward();
      if (description != null) {
        return;
      }
    }

    throw plan.unsupported(node, "forward");
  }

  private PrimitiveDescription describeForward() {
    return PrimitiveDescription.tryCreate(
        plan.scope(),
        "a batch normalization",
        address ->
            dnnl.dnnl_batch_normalization_forward_primitive_desc_create(
                address,
                Engine.CPU,
                plan.forwardKind(),
                layout.description(),
                layout.description(),
                (float) operation.epsilon(),
                flags,
                Attributes.plain(plan.scope())),
        name -> 0);
  }

  private void chooseStatistics() {
    Layout statistics = Layout.plain(plan.scope(), channels());
    mean = plan.isTraining() ? plan.recorder().newTensor(statistics) : runningMean();
    variance = plan.isTraining() ? plan.recorder().newTensor(statistics) : runningVariance();
  }

  private void moveRunningStatistics() {
    double momentum = operation.momentum();
    double unbiased = (double) valuesPerChannel() / (valuesPerChannel() - 1);
    plan.recorder().add(new RunningStatistics(mean, runningMean(), momentum, 1), List.of(mean));
    plan.recorder()
        .add(
            new RunningStatistics(variance, runningVariance(), momentum, unbiased),
            List.of(variance));
  }

  @Override
  public void backward(Tensor outputGradient) {
    PrimitiveDescription backward = describeBackward();
    if (backward == null) {
      throw plan.unsupported(node, "backward");
    }

    Tensor gradient = plan.converted(plan.name(node), outputGradient, layout);
    Tensor result = plan.over(gradient);
    Arguments arguments =
        new Arguments()
            .add(dnnl.DNNL_ARG_SRC, plan.output(plan.inputOf(node), layout))
            .add(dnnl.DNNL_ARG_MEAN, mean)
            .add(dnnl.DNNL_ARG_VARIANCE, variance)
            .add(dnnl.DNNL_ARG_SCALE, scale())
            .add(dnnl.DNNL_ARG_DIFF_DST, gradient)
            .add(dnnl.DNNL_ARG_DIFF_SRC, result)
            .add(dnnl.DNNL_ARG_DIFF_SCALE, plan.parameterGradient(node, 0, channels()))
            .add(dnnl.DNNL_ARG_DIFF_SHIFT, plan.parameterGradient(node, channels(), channels()));
    if (workspace != null) {
      arguments.add(dnnl.DNNL_ARG_WORKSPACE, workspace);
    }

    plan.recorder().add(plan.name(node), "backward", backward, arguments.toArray());
    plan.contribute(plan.inputOf(node), result);
  }

  private PrimitiveDescription describeBackward() {
    return PrimitiveDescription.tryCreate(
        plan.scope(),
        "a batch normalization's gradient",
        address ->
            dnnl.dnnl_batch_normalization_backward_primitive_desc_create(
                address,
                Engine.CPU,
                dnnl.dnnl_backward,
                layout.description(),
                layout.description(),
                layout.description(),
                (float) operation.epsilon(),
                flags,
                description.description(),
                Attributes.plain(plan.scope())),
        name -> 0);
  }
}
