package org.convoy.nn.loss;

/** Absolute differences, PyTorch's {@code L1Loss}; its mean is over all outputs. */
public final class L1Loss extends DifferenceLoss {
  public L1Loss(Reduction reduction) {
    super(reduction);
  }

  @Override
  double loss(double difference) {
    return Math.abs(difference);
  }

  @Override
  double slope(double difference) {
    return Math.signum(difference);
  }
}
