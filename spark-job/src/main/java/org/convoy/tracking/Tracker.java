package org.convoy.tracking;

import java.util.Map;
import org.convoy.metric.Evaluation;
import org.convoy.metric.Histogram;
import org.convoy.state.EpochMetrics;
import org.convoy.state.RoundMetrics;

/**
 * Keeps what a training tells of itself somewhere. All on one thread. It may fail at any time: what
 * it can do later it tries again, and the training does not fail for it.
 */
interface Tracker {
  /** What it keeps, as a person says it: "metrics of rounds". */
  String subject();

  /**
   * A training begins or continues; what was kept of later rounds, by a process that came further,
   * is void.
   *
   * @param epoch of the next round, from 0
   * @param round the next round in it, from 0
   * @param trained images that were trained on before
   */
  void started(int epoch, int round, long trained);

  void roundFinished(RoundMetrics round);

  /**
   * How the weights, or their gradients, are spread at the end of an epoch, before its validation;
   * only told where a config asks for it.
   *
   * @param histograms by the tensors' names
   */
  default void spread(Map<String, Histogram> histograms) {}

  void epochFinished(EpochMetrics metrics, Evaluation validation);

  /** Shows others what is not written yet: every few seconds. */
  void flush();

  /** Writes what is left; nothing comes after it. */
  void close();
}
