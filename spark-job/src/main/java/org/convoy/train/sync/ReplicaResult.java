package org.convoy.train.sync;

import static java.util.Objects.requireNonNull;

import org.convoy.train.state.ModelState;

/**
 * What one worker brings back from one round.
 *
 * @param report what it did
 * @param shared what the mean over the workers is taken of
 * @param localOptimizerState its optimizer's vector where each worker keeps its own, else empty
 */
@SuppressWarnings("ArrayRecordComponent") // vectors are compared by identity, never by content
public record ReplicaResult(WorkerReport report, ModelState shared, float[] localOptimizerState) {
  public ReplicaResult {
    requireNonNull(report, "report is null");
    requireNonNull(shared, "shared is null");
    requireNonNull(localOptimizerState, "localOptimizerState is null");
  }
}
