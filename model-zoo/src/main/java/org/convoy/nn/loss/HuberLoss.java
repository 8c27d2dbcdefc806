package org.convoy.nn.loss;

import org.convoy.common.argument.Bounds;

/**
 * {@code difference^2 / 2} up to {@code delta} and {@code delta * (|difference| - delta / 2)} from
 * there on, PyTorch's {@code HuberLoss}; its mean is over all outputs. Huber 1964.
 */
public final class HuberLoss extends DifferenceLoss {
  private final double delta;

  /**
   * All settings.
   *
   * @param delta where the square ends, above 0
   */
  public HuberLoss(double delta, Reduction reduction) {
    super(reduction);
    this.delta = Bounds.POSITIVE.check("delta", delta);
  }

  @Override
  double loss(double difference) {
    double distance = Math.abs(difference);
    return distance <= delta ? distance * distance / 2 : delta * (distance - delta / 2);
  }

  @Override
  double slope(double difference) {
    return Math.max(-delta, Math.min(delta, difference));
  }
}
