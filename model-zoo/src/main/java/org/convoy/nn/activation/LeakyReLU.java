package org.convoy.nn.activation;

import static org.convoy.nn.dl4j.ArrayOperations.above;
import static org.convoy.nn.dl4j.ArrayOperations.negative;

import org.convoy.common.argument.Bounds;
import org.convoy.nn.op.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** {@code max(x, 0) + negativeSlope * min(x, 0)}, PyTorch's {@code LeakyReLU}. */
public final class LeakyReLU extends ActivationConfiguration {
  private static final double DEFAULT_NEGATIVE_SLOPE = 0.01;

  private double negativeSlope;

  /** With PyTorch's default, slope 0.01. */
  public LeakyReLU() {
    this(DEFAULT_NEGATIVE_SLOPE);
  }

  /** The slope below zero, any finite number. */
  public LeakyReLU(double negativeSlope) {
    this.negativeSlope = Bounds.ALL.check("negativeSlope", negativeSlope);
  }

  @Override
  Activation function() {
    return new Activation.LeakyReLU(negativeSlope);
  }

  @Override
  INDArray value(INDArray x) {
    return value(negativeSlope, x);
  }

  @Override
  INDArray derivative(INDArray x) {
    return derivative(negativeSlope, x);
  }

  static INDArray value(double slope, INDArray x) {
    return Transforms.max(x, 0, true).addi(negative(x).muli(slope));
  }

  static INDArray derivative(double slope, INDArray x) {
    return above(x, 0).muli(1 - slope).addi(slope);
  }
}
