package org.convoy.nn.schedule;

import org.convoy.common.argument.Bounds;

/**
 * PyTorch's CosineAnnealingLR: half a period of the cosine down to etaMin, and up again where the
 * training is longer. From <a href="https://arxiv.org/abs/1608.03983">SGDR</a>, without restarts.
 *
 * @param baseLearningRate learning rate of step 0
 * @param tMax step of the lowest learning rate, at least 1
 * @param etaMin lowest learning rate
 */
public record CosineAnnealingLR(double baseLearningRate, long tMax, double etaMin)
    implements LearningRateSchedule {

  public CosineAnnealingLR {
    Bounds.NOT_NEGATIVE.check("baseLearningRate", baseLearningRate);
    Bounds.COUNT.check("tMax", tMax);
    Bounds.NOT_NEGATIVE.check("etaMin", etaMin);
  }

  @Override
  public double learningRate(long step) {
    return Annealing.COS.between(baseLearningRate, etaMin, (double) step / tMax);
  }
}
