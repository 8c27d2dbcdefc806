package org.convoy.nn.schedule;

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
    Arguments.requireLearningRate("baseLearningRate", baseLearningRate);
    Arguments.requirePositive("stepSize", stepSize);
    Arguments.requireFactor("gamma", gamma);
  }

  @Override
  public double learningRate(long step) {
    long decays = step / stepSize;
    return baseLearningRate * Math.pow(gamma, (double) decays);
  }
}
