package org.convoy.tracking;

import org.convoy.metric.Evaluation;
import org.convoy.state.EpochMetrics;
import org.convoy.state.RoundMetrics;

/**
 * Keeps what a training tells of itself somewhere. All on one thread; what fails is tried again
 * with the next {@link #flush}, and a training never fails for it.
 */
interface Tracker {
  /** What it keeps, as a person says it: "metrics of rounds". */
  String subject();

  /**
   * A training begins or continues with this round of this epoch, both from 0; what was kept of
   * later ones, by a process that came further, is void.
   */
  void started(int epoch, int round);

  void roundFinished(RoundMetrics round);

  void epochFinished(EpochMetrics metrics, Evaluation validation);

  /** Writes what is not written yet: every few seconds, and at the end. */
  void flush();
}
