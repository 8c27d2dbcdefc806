package org.convoy.nn.schedule;

import org.convoy.common.argument.Bounds;

/**
 * PyTorch's ReduceLROnPlateau: times factor when a metric has not become better for more than
 * patience measurements. Not a function of the step: its state is a value that the caller keeps.
 *
 * @param mode whether better is smaller or larger
 * @param factor factor of each reduction, from 0 to below 1
 * @param patience measurements without improvement that are still borne
 * @param threshold how much better a metric must be
 * @param thresholdMode whether the threshold is a share of the best metric or a difference
 * @param cooldown measurements after a reduction that are not counted
 * @param minLearningRate lowest learning rate
 * @param eps reductions that are not larger than this are left out
 */
public record ReduceLROnPlateau(
    Mode mode,
    double factor,
    long patience,
    double threshold,
    ThresholdMode thresholdMode,
    long cooldown,
    double minLearningRate,
    double eps) {

  /** What is better. */
  public enum Mode {
    MIN,
    MAX
  }

  /** What the threshold is compared with. */
  public enum ThresholdMode {
    REL,
    ABS
  }

  /**
   * Where the schedule is.
   *
   * @param learningRate learning rate until the next measurement
   * @param best best metric so far; infinite before the first
   * @param badMeasurements measurements in a row that were not better
   * @param cooldownLeft measurements that will not be counted
   */
  public record State(double learningRate, double best, long badMeasurements, long cooldownLeft) {}

  public ReduceLROnPlateau {
    Bounds.DECAY.check("factor", factor);
    Bounds.NOT_NEGATIVE.check("patience", patience);
    Bounds.NOT_NEGATIVE.check("cooldown", cooldown);
    Bounds.NOT_NEGATIVE.check("minLearningRate", minLearningRate);
  }

  /** PyTorch's defaults: factor 0.1, patience 10, threshold 1e-4 relative, no cooldown. */
  public static ReduceLROnPlateau of(Mode mode) {
    return new ReduceLROnPlateau(mode, 0.1, 10, 1e-4, ThresholdMode.REL, 0, 0, 1e-8);
  }

  /** The state before the first measurement. */
  public State start(double baseLearningRate) {
    Bounds.NOT_NEGATIVE.check("baseLearningRate", baseLearningRate);
    double worst = mode == Mode.MIN ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    return new State(baseLearningRate, worst, 0, 0);
  }

  /** The state after a measurement; NaN is never better. */
  public State next(State state, double metric) {
    boolean better = isBetter(metric, state.best());
    double best = better ? metric : state.best();
    boolean cooling = state.cooldownLeft() > 0;
    long bad = better || cooling ? 0 : state.badMeasurements() + 1;
    return bad > patience
        ? new State(reduced(state.learningRate()), best, 0, cooldown)
        : new State(state.learningRate(), best, bad, cooling ? state.cooldownLeft() - 1 : 0);
  }

  private double reduced(double learningRate) {
    double reduced = Math.max(learningRate * factor, minLearningRate);
    return learningRate - reduced > eps ? reduced : learningRate;
  }

  private boolean isBetter(double metric, double best) {
    double sign = mode == Mode.MIN ? -1 : 1;
    double bound =
        thresholdMode == ThresholdMode.REL
            ? best * (1 + sign * threshold)
            : best + sign * threshold;
    return mode == Mode.MIN ? metric < bound : metric > bound;
  }
}
