package org.convoy.nn.kernel.onednn.op;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.convoy.nn.kernel.onednn.conv.ConvolutionPlan;
import org.convoy.nn.kernel.onednn.norm.BatchNormalizationPlan;
import org.convoy.nn.kernel.onednn.norm.GroupNormalizationPlan;
import org.convoy.nn.kernel.onednn.norm.LayerNormalizationPlan;
import org.convoy.nn.kernel.onednn.norm.ResponseNormalizationPlan;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.shape.ChannelShufflePlan;
import org.convoy.nn.kernel.onednn.shape.ChannelSlicePlan;
import org.convoy.nn.kernel.onednn.shape.PermutePlan;
import org.convoy.nn.op.Operation;

/** What records each operation; what oneDNN cannot do is refused when it is recorded. */
public final class OperationPlans {
  private static final Map<Class<?>, Factory<Operation>> FACTORIES = new HashMap<>();

  static {
    plan(Operation.Convolution.class, ConvolutionPlan::of);
    plan(Operation.Linear.class, LinearPlan::new);
    plan(Operation.BatchNormalization.class, BatchNormalizationPlan::new);
    plan(Operation.GroupNormalization.class, GroupNormalizationPlan::new);
    plan(Operation.LayerNormalization.class, LayerNormalizationPlan::new);
    plan(
        Operation.LocalResponseNormalization.class,
        (plan, node, norm) -> ResponseNormalizationPlan.of(plan, node, norm.response()));
    plan(Operation.Add.class, (plan, node, add) -> new AddPlan(plan, node));
    plan(Operation.Multiply.class, (plan, node, multiply) -> new MultiplyPlan(plan, node));
    plan(Operation.LayerScale.class, (plan, node, scale) -> new LayerScalePlan(plan, node));
    plan(Operation.Concat.class, (plan, node, concat) -> new ConcatPlan(plan, node));
    plan(Operation.ChannelSlice.class, ChannelSlicePlan::new);
    plan(Operation.ChannelShuffle.class, ChannelShufflePlan::new);
    plan(Operation.Permute.class, PermutePlan::new);
    plan(Operation.ZeroPadShortcut.class, ConvolutionPlan::of);
    plan(Operation.Rectifier.class, (plan, node, rectifier) -> rectifier(plan, node));
    plan(
        Operation.Elementwise.class,
        (plan, node, elementwise) -> new ActivationPlan(plan, node, elementwise.function()));
    plan(
        Operation.ParametricRectifier.class,
        (plan, node, rectifier) -> new ParametricRectifierPlan(plan, node, rectifier.slopes()));
    plan(Operation.RandomizedRectifier.class, OperationPlans::randomizedRectifier);
    plan(
        Operation.Softmax.class,
        (plan, node, softmax) -> new SoftmaxPlan(plan, node, softmax.dimension()));
    plan(
        Operation.MaxPool.class,
        (plan, node, pool) -> PoolPlan.maximum(plan, node, pool.geometry()));
    plan(Operation.MaxUnpool.class, (plan, node, unpool) -> new MaxUnpoolPlan(plan, node));
    plan(
        Operation.AveragePool.class,
        (plan, node, pool) -> AveragePools.plan(plan, node, pool.geometry()));
    plan(
        Operation.AdaptiveAveragePool.class,
        (plan, node, pool) -> AveragePools.adaptive(plan, node));
    plan(Operation.Flatten.class, (plan, node, flatten) -> new FlattenPlan(plan, node));
    plan(Operation.Dropout.class, (plan, node, dropout) -> dropout(plan, node, dropout, 1));
    plan(
        Operation.ChannelDropout.class,
        (plan, node, channels) ->
            dropout(plan, node, channels.dropout(), plan.imageSize(node).area()));
    plan(Operation.ExampleDropout.class, OperationPlans::exampleDropout);
    checkComplete();
  }

  private OperationPlans() {}

  /** Makes what records a node of this kind of operation. */
  private interface Factory<O extends Operation> {
    OperationPlan plan(PlanBuilder plan, int node, O operation);
  }

  private static <O extends Operation> void plan(Class<O> kind, Factory<O> factory) {
    FACTORIES.put(kind, (plan, node, operation) -> factory.plan(plan, node, kind.cast(operation)));
  }

  private static void checkComplete() {
    Arrays.stream(Operation.class.getPermittedSubclasses())
        .filter(kind -> !FACTORIES.containsKey(kind))
        .findFirst()
        .ifPresent(
            kind -> {
              throw new IllegalStateException("Nothing here plans " + kind.getSimpleName());
            });
  }

  /** What records a node. */
  public static OperationPlan of(PlanBuilder plan, int node) {
    Operation operation = plan.node(node).operation();
    return FACTORIES.get(operation.getClass()).plan(plan, node, operation);
  }

  private static OperationPlan rectifier(PlanBuilder plan, int node) {
    return plan.topology().isFused(node)
        ? new AliasPlan(plan, node)
        : new RectifierPlan(plan, node);
  }

  private static OperationPlan randomizedRectifier(
      PlanBuilder plan, int node, Operation.RandomizedRectifier operation) {
    return plan.isTraining()
        ? new RandomizedRectifierPlan(plan, node, operation)
        : new ActivationPlan(plan, node, operation.expected());
  }

  private static OperationPlan dropout(
      PlanBuilder plan, int node, Operation.Dropout dropout, int stretch) {
    return plan.isTraining()
        ? new DropoutPlan(plan, node, dropout, stretch)
        : new AliasPlan(plan, node);
  }

  private static OperationPlan exampleDropout(
      PlanBuilder plan, int node, Operation.ExampleDropout operation) {
    return plan.isTraining() && operation.dropout().probability() > 0
        ? new ExampleDropoutPlan(plan, node, operation.dropout())
        : new AliasPlan(plan, node);
  }
}
