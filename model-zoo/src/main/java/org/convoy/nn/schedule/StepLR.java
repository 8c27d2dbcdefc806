package org.convoy.nn.schedule;

import org.convoy.common.argument.Bounds;

/**
 * PyTorch's StepLR: times gamma every stepSize steps.
 *
 * @param baseLearningRate learning rate of the first steps
 * @param stepSize steps between two decays, at least 1
 * @param gamma factor of each decay
 */
public record StepLR(double baseLearningRate, long stepSize, double gamma)
    implements LearningRateSchedule {

  public StepLR {
    Bounds.NOT_NEGATIVE.check("baseLearningRate", baseLearningRate);
    Bounds.COUNT.check("stepSize", stepSize);
    Bounds.POSITIVE.check("gamma", gamma);
  }

  @Override
  public double learningRate(long step) {
    long decays = step / stepSize;
    return baseLearningRate * Math.pow(gamma, (double) decays);
  }
}
