package org.convoy.nn.activation;

import org.convoy.nn.op.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@code x} times the standard normal distribution function of {@code x}, PyTorch's {@code GELU};
 * Hendrycks and Gimpel 2016.
 */
public final class GELU extends ActivationConfiguration {
  private static final double CUBIC = 0.044715;
  private static final double TANH_SCALE = Math.sqrt(2 / Math.PI);

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
  Activation function() {
    return tanhApproximation ? new Activation.TanhGELU() : new Activation.GELU();
  }

  @Override
  INDArray value(INDArray x) {
    return tanhApproximation
        ? tanhOfCubic(x).addi(1).muli(0.5).muli(x)
        : normalDistribution(x).muli(x);
  }

  @Override
  INDArray derivative(INDArray x) {
    if (tanhApproximation) {
      INDArray tanh = tanhOfCubic(x);
      INDArray inner = x.mul(x).muli(3 * CUBIC).addi(1).muli(TANH_SCALE);
      INDArray slope = tanh.mul(tanh).rsubi(1).muli(inner).muli(x);
      return slope.addi(tanh).addi(1).muli(0.5);
    }

    INDArray density = Transforms.exp(x.mul(x).muli(-0.5), false);
    density.muli(1 / Math.sqrt(2 * Math.PI));
    return density.muli(x).addi(normalDistribution(x));
  }

  private static INDArray normalDistribution(INDArray x) {
    INDArray scaled = x.div(Math.sqrt(2));
    return Nd4j.getExecutioner().exec(new Erf(scaled, scaled)).addi(1).muli(0.5);
  }

  private static INDArray tanhOfCubic(INDArray x) {
    INDArray inner = x.mul(x).muli(CUBIC).addi(1).muli(x).muli(TANH_SCALE);
    return Transforms.tanh(inner, false);
  }
}
