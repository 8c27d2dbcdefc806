package org.convoy.nn.schedule;

import org.convoy.common.argument.Bounds;

/**
 * PyTorch's OneCycleLR: up from maxLearningRate / divFactor to maxLearningRate, then down to the
 * first learning rate / finalDivFactor. By itself it sets the learning rate alone, as PyTorch's
 * does with cycle_momentum=False. See <a
 * href="https://arxiv.org/abs/1708.07120">Super-Convergence</a>.
 *
 * @param maxLearningRate highest learning rate
 * @param totalSteps steps of the whole cycle, at least 1
 * @param pctStart share of the steps on the way up, from 0 to 1
 * @param annealing shape of the ways up and down
 * @param divFactor highest over first learning rate
 * @param finalDivFactor first over last learning rate
 * @param phases two, or three: down to the first learning rate, in as many steps as up, then on
 */
public record OneCycleLR(
    double maxLearningRate,
    long totalSteps,
    double pctStart,
    Annealing annealing,
    double divFactor,
    double finalDivFactor,
    Phases phases)
    implements LearningRateSchedule {

  /** Number of phases: PyTorch's three_phase. */
  public enum Phases {
    TWO,
    THREE
  }

  public OneCycleLR {
    Bounds.NOT_NEGATIVE.check("maxLearningRate", maxLearningRate);
    Bounds.COUNT.check("totalSteps", totalSteps);
    Bounds.SHARE.check("pctStart", pctStart);
    Bounds.POSITIVE.check("divFactor", divFactor);
    Bounds.POSITIVE.check("finalDivFactor", finalDivFactor);
  }

  /** A cycle with PyTorch's defaults: 30 % up, by the cosine, factors 25 and 10,000, two phases. */
  public static OneCycleLR of(double maxLearningRate, long totalSteps) {
    return new OneCycleLR(maxLearningRate, totalSteps, 0.3, Annealing.COS, 25, 1e4, Phases.TWO);
  }

  /**
   * This cycle with that of the momentum, PyTorch's cycle_momentum: down from maxMomentum to
   * baseMomentum while the learning rate rises, then up again.
   *
   * @param baseMomentum momentum at the highest learning rate
   * @param maxMomentum momentum at both ends
   */
  public LearningRateSchedule withMomentum(double baseMomentum, double maxMomentum) {
    return new OneCycleMomentum(this, baseMomentum, maxMomentum);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException for a step after totalSteps
   */
  @Override
  public double learningRate(long step) {
    double first = maxLearningRate / divFactor;
    return value(step, first, maxLearningRate, first / finalDivFactor);
  }

  /** What goes from the first value to the top, and on to the last, at a step. */
  double value(long step, double first, double top, double last) {
    Bounds.of(0, (double) totalSteps).check("step", step);
    double rise = pctStart * totalSteps - 1;
    if (step <= rise) {
      return anneal(first, top, 0, rise, step);
    }

    if (phases == Phases.TWO) {
      return anneal(top, last, rise, (double) totalSteps - 1, step);
    }

    double fall = 2 * pctStart * totalSteps - 2;
    return step <= fall
        ? anneal(top, first, rise, fall, step)
        : anneal(first, last, fall, (double) totalSteps - 1, step);
  }

  /** PyTorch divides by zero where a phase has no length; here such a phase is over. */
  private double anneal(double from, double to, double start, double end, long step) {
    return annealing.between(from, to, start == end ? 1 : (step - start) / (end - start));
  }
}
