package org.convoy.libtorch;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.convoy.nn.op.Operation;

/**
 * Multiplies in training by factors that are drawn on the host, in the order in which all kernels
 * draw them: dropout in its kinds, and rectifiers with random slopes.
 */
final class FactorOperator implements Operator {
  /** What gets a factor of its own. */
  private enum Unit {
    VALUE,
    CHANNEL,
    EXAMPLE
  }

  private final ToDoubleFunction<SplittableRandom> draw;
  private final Unit unit;
  private final Operator evaluation;
  private final boolean isRectifier;
  private final Scalar zero = new Scalar(0.0);
  private final Scalar one = new Scalar(1.0);

  private FactorOperator(
      ToDoubleFunction<SplittableRandom> draw,
      Unit unit,
      boolean isRectifier,
      Operator evaluation) {
    this.draw = draw;
    this.unit = unit;
    this.isRectifier = isRectifier;
    this.evaluation = evaluation;
  }

  static Operator of(Operation.Dropout dropout) {
    return new FactorOperator(dropout::draw, Unit.VALUE, false, ShapeOperators.same());
  }

  static Operator of(Operation.ChannelDropout channels) {
    return new FactorOperator(channels.dropout()::draw, Unit.CHANNEL, false, ShapeOperators.same());
  }

  static Operator of(Operation.ExampleDropout examples) {
    return examples.dropout().probability() > 0
        ? new FactorOperator(examples.dropout()::draw, Unit.EXAMPLE, false, ShapeOperators.same())
        : ShapeOperators.same();
  }

  static Operator of(Operation.RandomizedRectifier rectifier) {
    return new FactorOperator(
        rectifier::draw, Unit.VALUE, true, ElementwiseOperator.of(rectifier.expected()));
  }

  @Override
  public Tensor forward(Frame frame) {
    if (!frame.isTraining()) {
      return evaluation.forward(frame);
    }

    Tensor input = frame.input();
    Tensor factors = drawn(frame.random(), shape(input));
    if (isRectifier) {
      factors = torch.where(input.gt(zero), one, factors);
    }

    frame.save(factors);
    return input.mul(factors);
  }

  private long[] shape(Tensor input) {
    long[] shape = Shape.of(input);
    int own =
        switch (unit) {
          case VALUE -> shape.length;
          case CHANNEL -> 2;
          case EXAMPLE -> 1;
        };
    for (int i = own; i < shape.length; i++) {
      shape[i] = 1;
    }

    return shape;
  }

  private Tensor drawn(SplittableRandom random, long[] shape) {
    Tensor factors = torch.empty(shape);
    float[] values = new float[Math.toIntExact(factors.numel())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) draw.applyAsDouble(random);
    }

    try (FloatPointer memory = factors.data_ptr_float()) {
      memory.put(values);
    }

    return factors;
  }

  @Override
  public void backward(Frame frame, Tensor gradient) {
    frame.contribute(0, gradient.mul(frame.saved(0)));
  }
}
