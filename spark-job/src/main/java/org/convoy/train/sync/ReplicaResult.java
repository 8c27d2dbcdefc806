package org.convoy.train.sync;

import static java.util.Objects.requireNonNull;

import org.convoy.state.ModelState;

/**
 * What one worker brings back from one round.
 *
 * @param report what it did
 * @param shared what the mean over the workers is taken of
 * @param localOptimizerState its optimizer's vector where each worker keeps its own, else empty
 * @param precision in which the shared vectors travel
 */
@SuppressWarnings("ArrayRecordComponent") // vectors are compared by identity, never by content
public record ReplicaResult(
    WorkerReport report, ModelState shared, float[] localOptimizerState, Precision precision) {
  public ReplicaResult {
    requireNonNull(report, "report is null");
    requireNonNull(shared, "shared is null");
    requireNonNull(localOptimizerState, "localOptimizerState is null");
    requireNonNull(precision, "precision is null");
  }

  /** In full precision. */
  public ReplicaResult(WorkerReport report, ModelState shared, float[] localOptimizerState) {
    this(report, shared, localOptimizerState, Precision.FULL);
  }

  /**
   * The same on its way in this precision.
   *
   * @param start what the worker started from
   */
  public ReplicaResult in(Precision other, ModelState start) {
    return new ReplicaResult(report, other.result(start, shared), localOptimizerState, other);
  }
}
