package org.convoy.nn.schedule;

/**
 * PyTorch's ExponentialLR: times gamma at every step.
 *
 * @param baseLearningRate learning rate of step 0
 * @param gamma factor of each step
 */
public record ExponentialLR(double baseLearningRate, double gamma) implements LearningRateSchedule {

  public ExponentialLR {
    Arguments.requireLearningRate("baseLearningRate", baseLearningRate);
    Arguments.requireFactor("gamma", gamma);
  }

  @Override
  public double learningRate(long step) {
    return baseLearningRate * Math.pow(gamma, (double) step);
  }
}
