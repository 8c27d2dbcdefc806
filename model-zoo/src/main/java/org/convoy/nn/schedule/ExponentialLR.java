package org.convoy.nn.schedule;

import org.convoy.common.argument.Bounds;

/**
 * PyTorch's ExponentialLR: times gamma at every step.
 *
 * @param baseLearningRate learning rate of step 0
 * @param gamma factor of each step
 */
public record ExponentialLR(double baseLearningRate, double gamma) implements LearningRateSchedule {

  public ExponentialLR {
    Bounds.NOT_NEGATIVE.check("baseLearningRate", baseLearningRate);
    Bounds.POSITIVE.check("gamma", gamma);
  }

  @Override
  public double learningRate(long step) {
    return baseLearningRate * Math.pow(gamma, (double) step);
  }
}
