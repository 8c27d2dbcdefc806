package org.convoy.nn.kernel.onednn.op;

import org.convoy.nn.kernel.onednn.conv.ConvolutionPlan;
import org.convoy.nn.kernel.onednn.norm.BatchNormalizationPlan;
import org.convoy.nn.kernel.onednn.norm.GroupNormalizationPlan;
import org.convoy.nn.kernel.onednn.norm.ResponseNormalizationPlan;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.op.Operation;

/** What records each operation; what oneDNN cannot do is refused when it is recorded. */
public record OperationPlans(PlanBuilder plan, int node)
    implements Operation.Visitor<OperationPlan> {
  /** What records a node. */
  public static OperationPlan of(PlanBuilder plan, int node) {
    return plan.node(node).operation().accept(new OperationPlans(plan, node));
  }

  @Override
  public OperationPlan convolution(Operation.Convolution operation) {
    return ConvolutionPlan.of(plan, node, operation);
  }

  @Override
  public OperationPlan linear(Operation.Linear operation) {
    return new LinearPlan(plan, node, operation);
  }

  @Override
  public OperationPlan batchNormalization(Operation.BatchNormalization operation) {
    return new BatchNormalizationPlan(plan, node, operation);
  }

  @Override
  public OperationPlan groupNormalization(Operation.GroupNormalization operation) {
    return new GroupNormalizationPlan(plan, node, operation);
  }

  @Override
  public OperationPlan localResponseNormalization(Operation.LocalResponseNormalization operation) {
    return ResponseNormalizationPlan.of(plan, node, operation.response());
  }

  @Override
  public OperationPlan add(Operation.Add operation) {
    return new AddPlan(plan, node);
  }

  @Override
  public OperationPlan concat(Operation.Concat operation) {
    return new ConcatPlan(plan, node);
  }

  @Override
  public OperationPlan zeroPadShortcut(Operation.ZeroPadShortcut operation) {
    return ConvolutionPlan.of(plan, node, operation);
  }

  @Override
  public OperationPlan rectifier(Operation.Rectifier operation) {
    return plan.topology().isFused(node)
        ? new AliasPlan(plan, node)
        : new RectifierPlan(plan, node);
  }

  @Override
  public OperationPlan elementwise(Operation.Elementwise operation) {
    return new ActivationPlan(plan, node, operation.function());
  }

  @Override
  public OperationPlan parametricRectifier(Operation.ParametricRectifier operation) {
    return new ParametricRectifierPlan(plan, node, operation.slopes());
  }

  @Override
  public OperationPlan randomizedRectifier(Operation.RandomizedRectifier operation) {
    return plan.isTraining()
        ? new RandomizedRectifierPlan(plan, node, operation)
        : new ActivationPlan(plan, node, operation.expected());
  }

  @Override
  public OperationPlan softmax(Operation.Softmax operation) {
    return new SoftmaxPlan(plan, node, operation.dimension());
  }

  @Override
  public OperationPlan maxPool(Operation.MaxPool operation) {
    return PoolPlan.maximum(plan, node, operation.geometry());
  }

  @Override
  public OperationPlan maxUnpool(Operation.MaxUnpool operation) {
    return new MaxUnpoolPlan(plan, node);
  }

  @Override
  public OperationPlan averagePool(Operation.AveragePool operation) {
    return AveragePools.plan(plan, node, operation.geometry());
  }

  @Override
  public OperationPlan adaptiveAveragePool(Operation.AdaptiveAveragePool operation) {
    return AveragePools.adaptive(plan, node);
  }

  @Override
  public OperationPlan flatten(Operation.Flatten operation) {
    return new FlattenPlan(plan, node);
  }

  @Override
  public OperationPlan dropout(Operation.Dropout operation) {
    return dropout(operation, 1);
  }

  @Override
  public OperationPlan channelDropout(Operation.ChannelDropout operation) {
    return dropout(operation.dropout(), plan.imageSize(node).area());
  }

  private OperationPlan dropout(Operation.Dropout dropout, int stretch) {
    return plan.isTraining()
        ? new DropoutPlan(plan, node, dropout, stretch)
        : new AliasPlan(plan, node);
  }
}
