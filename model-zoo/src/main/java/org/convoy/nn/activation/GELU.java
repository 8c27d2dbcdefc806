package org.convoy.nn.activation;

import java.util.Objects;
import org.convoy.nn.op.Activation;

/**
 * {@code x} times the standard normal distribution function of {@code x}, PyTorch's {@code GELU};
 * Hendrycks and Gimpel 2016.
 */
public final class GELU extends ActivationConfiguration {
  private boolean tanhApproximation;

  /** The exact function. */
  public GELU() {
    this(false);
  }

  private GELU(boolean tanhApproximation) {
    this.tanhApproximation = tanhApproximation;
  }

  /** {@code GELU(approximate="tanh")}. */
  public static GELU approximatedByTanh() {
    return new GELU(true);
  }

  @Override
  public String typeName() {
    return "GELU";
  }

  @Override
  Activation function() {
    return tanhApproximation ? new Activation.TanhGELU() : new Activation.GELU();
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof GELU that
        && tanhApproximation == that.tanhApproximation;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), tanhApproximation);
  }
}
