package org.convoy.nn.schedule;

import org.convoy.common.argument.Bounds;

/**
 * PyTorch's LinearLR: the factor of the learning rate changes linearly over totalIters steps.
 *
 * @param baseLearningRate learning rate at factor 1
 * @param startFactor factor of step 0, above 0 and at most 1
 * @param endFactor factor from step totalIters on, from 0 to 1
 * @param totalIters steps from the one to the other; 0: the first factor stays, as in PyTorch
 */
public record LinearLR(
    double baseLearningRate, double startFactor, double endFactor, long totalIters)
    implements LearningRateSchedule {

  public LinearLR {
    Bounds.NOT_NEGATIVE.check("baseLearningRate", baseLearningRate);
    Bounds.FACTOR.check("startFactor", startFactor);
    Bounds.SHARE.check("endFactor", endFactor);
    Bounds.NOT_NEGATIVE.check("totalIters", totalIters);
  }

  @Override
  public double learningRate(long step) {
    double fraction = totalIters == 0 ? 0 : Math.min(1, (double) step / totalIters);
    return baseLearningRate * (startFactor + (endFactor - startFactor) * fraction);
  }
}
