package org.convoy.nn.schedule;

import org.convoy.common.argument.Bounds;

/**
 * PyTorch's CosineAnnealingWarmRestarts: cosine down to etaMin, again and again from the top. See
 * <a href="https://arxiv.org/abs/1608.03983">SGDR: Stochastic Gradient Descent with Warm
 * Restarts</a>.
 *
 * @param baseLearningRate learning rate at each restart
 * @param t0 steps to the first restart, at least 1
 * @param tMult factor by which each period is longer than the one before, at least 1
 * @param etaMin lowest learning rate
 */
public record CosineAnnealingWarmRestarts(
    double baseLearningRate, long t0, long tMult, double etaMin) implements LearningRateSchedule {

  public CosineAnnealingWarmRestarts {
    Bounds.NOT_NEGATIVE.check("baseLearningRate", baseLearningRate);
    Bounds.COUNT.check("t0", t0);
    Bounds.COUNT.check("tMult", tMult);
    Bounds.NOT_NEGATIVE.check("etaMin", etaMin);
  }

  @Override
  public double learningRate(long step) {
    long period = t0;
    long inPeriod = tMult == 1 ? step % t0 : step;
    while (inPeriod >= period) {
      inPeriod -= period;
      period = period > Long.MAX_VALUE / tMult ? Long.MAX_VALUE : period * tMult;
    }

    return Annealing.COS.between(baseLearningRate, etaMin, (double) inPeriod / period);
  }
}
