package org.convoy.nn.activation;

import java.util.Objects;
import org.convoy.nn.dl4j.Arguments;
import org.convoy.nn.op.Activation;

/**
 * {@code x} where positive, else {@code alpha * (exp(x) - 1)}, PyTorch's {@code ELU}; Clevert et
 * al. 2015.
 */
public final class ELU extends ActivationConfiguration {
  private static final double DEFAULT_ALPHA = 1;

  private double alpha;

  /** With PyTorch's default, alpha 1. */
  public ELU() {
    this(DEFAULT_ALPHA);
  }

  /** Minus the limit far below zero, any finite number. */
  public ELU(double alpha) {
    this.alpha = Arguments.checkFinite("alpha", alpha);
  }

  @Override
  public String typeName() {
    return "ELU";
  }

  @Override
  Activation function() {
    return new Activation.ELU(alpha);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && other instanceof ELU that && alpha == that.alpha;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), alpha);
  }
}
