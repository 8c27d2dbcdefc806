package org.convoy.state;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * When a training that does not get better ends before its last epoch. Depends on the epochs so far
 * alone, so an interrupted training ends where an uninterrupted one does.
 *
 * @param objective what better means
 * @param patience epochs in a row without improvement after which it ends, at least 1
 * @param minDelta how much better than the best so far is an improvement, at least 0
 */
public record EarlyStopping(Objective objective, int patience, double minDelta) {
  public EarlyStopping {
    requireNonNull(objective, "objective is null");
  }

  /** Whether the training ends after these epochs. */
  public boolean isOver(List<EpochMetrics> history) {
    return !history.isEmpty() && history.size() - 1 - best(history) >= patience;
  }

  /** Index of the last epoch that was an improvement; the first one is. */
  public int best(List<EpochMetrics> history) {
    int best = 0;
    for (int epoch = 1; epoch < history.size(); epoch++) {
      if (objective.isBetter(history.get(epoch), history.get(best), minDelta)) {
        best = epoch;
      }
    }

    return best;
  }
}
