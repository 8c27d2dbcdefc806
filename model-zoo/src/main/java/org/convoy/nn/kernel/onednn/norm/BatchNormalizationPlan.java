package org.convoy.nn.kernel.onednn.norm;

import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.convoy.nn.kernel.onednn.plan.Formats;
import org.convoy.nn.kernel.onednn.plan.JavaStep;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.Tensor;
import org.convoy.nn.op.Operation;

/**
 * Batch normalization with the ReLU after it: in training by the batch's statistics, in evaluation
 * by the running ones if there are any.
 */
public final class BatchNormalizationPlan extends OperationPlan {
  private final Operation.BatchNormalization operation;
  private final long[] dimensions;
  private final boolean usesBatch;
  private BatchNormalizationSteps steps;

  public BatchNormalizationPlan(
      PlanBuilder plan, int node, Operation.BatchNormalization operation) {
    super(plan, node);
    this.operation = operation;
    this.dimensions = plan.dimensions(node);
    this.usesBatch = plan.isTraining() || !operation.tracksStatistics();
  }

  private int flags() {
    int fused = plan.topology().isRectified(node) ? dnnl.dnnl_fuse_norm_relu : 0;
    int fixed = usesBatch ? 0 : dnnl.dnnl_use_global_stats;
    int affine = operation.affine() ? dnnl.dnnl_use_scale | dnnl.dnnl_use_shift : 0;
    return affine | fused | fixed;
  }

  private int channels() {
    return Math.toIntExact(dimensions[1]);
  }

  private long valuesPerChannel() {
    return dimensions[0] * dimensions[2] * dimensions[3];
  }

  private Tensor scale() {
    return operation.affine() ? plan.parameter(node, 0, channels()) : null;
  }

  private Tensor shift() {
    return operation.affine() ? plan.parameter(node, channels(), channels()) : null;
  }

  private int statisticsOffset() {
    return operation.affine() ? 2 * channels() : 0;
  }

  private Tensor runningMean() {
    return plan.parameter(node, statisticsOffset(), channels());
  }

  private Tensor runningVariance() {
    return plan.parameter(node, statisticsOffset() + channels(), channels());
  }

  private Tensor batchesTracked() {
    return plan.parameter(node, statisticsOffset() + 2 * channels(), 1);
  }

  @Override
  public void forward() {
    if (usesBatch && valuesPerChannel() == 1) {
      throw new IllegalArgumentException(
          ("Layer \"%s\" needs more than one value in each channel to train, got a batch"
                  + " of 1 example with 1 x 1 pixel; use larger batches or images")
              .formatted(plan.name(node)));
    }

    choose();
    Layout statistics = Layout.plain(plan.scope(), channels());
    Tensor mean = usesBatch ? plan.recorder().newTensor(statistics) : runningMean();
    Tensor variance = usesBatch ? plan.recorder().newTensor(statistics) : runningVariance();
    Tensor source = input(steps.layout());
    plan.setOutput(node, steps.forward(source, mean, variance, scale(), shift()));
    if (plan.isTraining() && operation.tracksStatistics()) {
      moveRunningStatistics(mean, variance);
    }
  }

  private void choose() {
    for (Formats.Candidate format : plan.candidates(node)) {
      Layout layout = format.layout(plan.scope(), dimensions);
      steps =
          BatchNormalizationSteps.tryCreate(
              plan, plan.name(node), layout, operation.epsilon(), flags());
      if (steps != null) {
        return;
      }
    }

    throw plan.unsupported(node, "forward");
  }

  private void moveRunningStatistics(Tensor mean, Tensor variance) {
    double unbiased = (double) valuesPerChannel() / (valuesPerChannel() - 1);
    if (operation.momentum().isPresent()) {
      double momentum = operation.momentum().getAsDouble();
      move(RunningStatistics.moving(mean, runningMean(), momentum, 1), mean);
      move(RunningStatistics.moving(variance, runningVariance(), momentum, unbiased), variance);
      return;
    }

    Tensor count = batchesTracked();
    JavaStep.record(plan, BatchNormalizationPlan::countBatch, count);
    move(RunningStatistics.averaging(mean, runningMean(), count, 1), mean);
    move(RunningStatistics.averaging(variance, runningVariance(), count, unbiased), variance);
  }

  private void move(RunningStatistics step, Tensor batch) {
    plan.recorder().add(step, List.of(batch));
  }

  /** The count is whole, but averages of it over replicas may be off a little. */
  private static void countBatch(List<FloatBuffer> values, long seed) {
    FloatBuffer count = values.get(0);
    count.put(0, (float) Math.rint(count.get(0)) + 1);
  }

  @Override
  public void backward(Tensor outputGradient) {
    int channels = channels();
    Tensor scaleGradient = operation.affine() ? plan.parameterGradient(node, 0, channels) : null;
    Tensor shiftGradient =
        operation.affine() ? plan.parameterGradient(node, channels, channels) : null;
    Tensor gradient = converted(outputGradient, steps.layout());
    Tensor result = plan.over(gradient);
    if (!steps.backward(gradient, result, scaleGradient, shiftGradient)) {
      throw plan.unsupported(node, "backward");
    }

    contribute(result);
  }
}
