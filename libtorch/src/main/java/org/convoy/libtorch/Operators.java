package org.convoy.libtorch;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.convoy.nn.op.Operation;

/** What computes each kind of operation. */
final class Operators {
  private static final Map<Class<?>, BiFunction<Site, Operation, Operator>> KINDS = new HashMap<>();

  static {
    kind(Operation.Convolution.class, ConvolutionOperator::new);
    kind(Operation.Linear.class, LinearOperator::new);
    kind(Operation.BatchNormalization.class, BatchNormOperator::new);
    kind(Operation.GroupNormalization.class, GroupNormOperator::new);
    kind(Operation.LayerNormalization.class, LayerNormOperator::new);
    kind(
        Operation.LocalResponseNormalization.class,
        (site, norm) -> new ResponseNormOperator(norm.response()));
    kind(Operation.Add.class, (site, add) -> new ArithmeticOperators.Add());
    kind(Operation.Multiply.class, (site, multiply) -> new ArithmeticOperators.Multiply());
    kind(Operation.LayerScale.class, (site, scale) -> new ArithmeticOperators.LayerScale(site));
    kind(Operation.Concat.class, (site, concat) -> new ShapeOperators.Concat());
    kind(Operation.ChannelSlice.class, ShapeOperators.ChannelSlice::new);
    kind(
        Operation.ChannelShuffle.class,
        (site, shuffle) -> new ShapeOperators.ChannelShuffle(shuffle.groups()));
    kind(Operation.Permute.class, (site, permute) -> ShapeOperators.permute(permute.dimensions()));
    kind(Operation.ZeroPadShortcut.class, ShapeOperators.Shortcut::new);
    kind(Operation.Rectifier.class, (site, rectifier) -> new RectifierOperator());
    kind(
        Operation.Elementwise.class,
        (site, elementwise) -> ElementwiseOperator.of(elementwise.function()));
    kind(Operation.ParametricRectifier.class, ParametricRectifierOperator::new);
    kind(Operation.RandomizedRectifier.class, (site, random) -> FactorOperator.of(random));
    kind(Operation.Softmax.class, (site, softmax) -> new SoftmaxOperator(softmax.dimension()));
    kind(Operation.MaxPool.class, (site, pool) -> new PoolOperators.Maximum(pool.geometry()));
    kind(Operation.MaxUnpool.class, (site, unpool) -> new PoolOperators.Unpool(site));
    kind(Operation.AveragePool.class, (site, pool) -> new PoolOperators.Average(pool.geometry()));
    kind(Operation.AdaptiveAveragePool.class, (site, pool) -> PoolOperators.adaptive(site));
    kind(Operation.Flatten.class, (site, flatten) -> new ShapeOperators.Flatten(site));
    kind(Operation.Dropout.class, (site, dropout) -> FactorOperator.of(dropout));
    kind(Operation.ChannelDropout.class, (site, dropout) -> FactorOperator.of(dropout));
    kind(Operation.ExampleDropout.class, (site, dropout) -> FactorOperator.of(dropout));
    checkComplete();
  }

  private Operators() {}

  private static <O extends Operation> void kind(
      Class<O> kind, BiFunction<Site, O, Operator> making) {
    KINDS.put(kind, (site, operation) -> making.apply(site, kind.cast(operation)));
  }

  private static void checkComplete() {
    Arrays.stream(Operation.class.getPermittedSubclasses())
        .filter(kind -> !KINDS.containsKey(kind))
        .findFirst()
        .ifPresent(
            kind -> {
              throw new IllegalStateException("Nothing here computes " + kind.getSimpleName());
            });
  }

  /** What computes a node. */
  static Operator of(Site site) {
    Operation operation = site.node().operation();
    return KINDS.get(operation.getClass()).apply(site, operation);
  }
}
