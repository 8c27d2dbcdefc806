package org.convoy.nn.loss;

import org.convoy.common.argument.Bounds;

/**
 * {@code difference^2 / (2 * beta)} below {@code beta} and {@code |difference| - beta / 2} from
 * there on, PyTorch's {@code SmoothL1Loss}; its mean is over all outputs. Girshick 2015.
 */
public final class SmoothL1Loss extends DifferenceLoss {
  private final double beta;

  /**
   * All settings.
   *
   * @param beta where the square ends, not negative; 0 makes it {@link L1Loss}
   */
  public SmoothL1Loss(double beta, Reduction reduction) {
    super(reduction);
    this.beta = Bounds.NOT_NEGATIVE.check("beta", beta);
  }

  @Override
  double loss(double difference) {
    double distance = Math.abs(difference);
    return distance < beta ? distance * distance / (2 * beta) : distance - beta / 2;
  }

  @Override
  double slope(double difference) {
    return Math.abs(difference) < beta ? difference / beta : Math.signum(difference);
  }
}
