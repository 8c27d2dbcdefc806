package org.convoy.nn.activation;

import java.util.Objects;
import org.convoy.nn.dl4j.Arguments;
import org.convoy.nn.op.Activation;

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
    this.negativeSlope = Arguments.checkFinite("negativeSlope", negativeSlope);
  }

  @Override
  public String typeName() {
    return "LeakyReLU";
  }

  @Override
  Activation function() {
    return new Activation.LeakyReLU(negativeSlope);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof LeakyReLU that
        && negativeSlope == that.negativeSlope;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), negativeSlope);
  }
}
