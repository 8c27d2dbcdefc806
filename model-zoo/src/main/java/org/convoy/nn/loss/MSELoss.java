package org.convoy.nn.loss;

/** Squared differences, PyTorch's {@code MSELoss}; its mean is over all outputs. */
public final class MSELoss extends DifferenceLoss {
  public MSELoss(Reduction reduction) {
    super(reduction);
  }

  @Override
  double loss(double difference) {
    return difference * difference;
  }

  @Override
  double slope(double difference) {
    return 2 * difference;
  }
}
