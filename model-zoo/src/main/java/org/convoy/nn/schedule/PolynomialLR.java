package org.convoy.nn.schedule;

import org.convoy.common.argument.Bounds;

/**
 * PyTorch's PolynomialLR: a power of the share of steps that are left, down to 0.
 *
 * @param baseLearningRate learning rate of step 0
 * @param totalIters step from which the learning rate is 0; 0: it never changes, as in PyTorch
 * @param power the power, at least 0; 1 gives a straight line
 */
public record PolynomialLR(double baseLearningRate, long totalIters, double power)
    implements LearningRateSchedule {

  public PolynomialLR {
    Bounds.NOT_NEGATIVE.check("baseLearningRate", baseLearningRate);
    Bounds.NOT_NEGATIVE.check("totalIters", totalIters);
    Bounds.NOT_NEGATIVE.check("power", power);
  }

  @Override
  public double learningRate(long step) {
    double left = totalIters == 0 ? 1 : 1 - (double) Math.min(step, totalIters) / totalIters;
    return baseLearningRate * Math.pow(left, power);
  }
}
