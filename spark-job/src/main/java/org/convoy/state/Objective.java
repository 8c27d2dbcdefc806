package org.convoy.state;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.Optional;

/**
 * What makes one epoch better than another. NaN is worse than any number.
 *
 * @param metric that is compared
 * @param mode whether its small or its large values are the good ones
 */
public record Objective(Metric metric, Mode mode) {
  /** Which values are the good ones. */
  public enum Mode {
    MIN,
    MAX
  }

  public Objective {
    requireNonNull(metric, "metric is null");
    requireNonNull(mode, "mode is null");
  }

  /** With the mode that suits the metric, unless one is given. */
  public static Objective of(Metric metric, Optional<Mode> mode) {
    return new Objective(metric, mode.orElse(metric.mode()));
  }

  /** The best epoch first; of equal ones, the earliest. */
  public Comparator<EpochMetrics> bestFirst() {
    return Comparator.comparingDouble(this::cost).thenComparingInt(EpochMetrics::epoch);
  }

  /**
   * Whether an epoch is better than another by more than a difference.
   *
   * @param minDelta at least 0
   */
  public boolean isBetter(EpochMetrics epoch, EpochMetrics other, double minDelta) {
    double cost = cost(epoch);
    double otherCost = cost(other);
    return Double.isNaN(otherCost) ? !Double.isNaN(cost) : cost < otherCost - minDelta;
  }

  /** The metric turned so that less is better; NaN, which sorts last, stays NaN. */
  private double cost(EpochMetrics epoch) {
    double value = metric.of(epoch);
    return mode == Mode.MIN ? value : -value;
  }
}
