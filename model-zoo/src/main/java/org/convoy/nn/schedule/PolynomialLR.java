package org.convoy.nn.schedule;

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
    Arguments.requireLearningRate("baseLearningRate", baseLearningRate);
    Arguments.requireCount("totalIters", totalIters);
    Arguments.require(
        power >= 0 && Double.isFinite(power), "power must be at least 0, but is", power);
  }

  @Override
  public double learningRate(long step) {
    double left = totalIters == 0 ? 1 : 1 - (double) Math.min(step, totalIters) / totalIters;
    return baseLearningRate * Math.pow(left, power);
  }
}
