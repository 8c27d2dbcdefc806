package org.convoy.train.sync;

import java.util.List;
import org.convoy.train.state.ModelState;

/** Makes one state of the replicas' states at the end of a round. */
public interface Synchronization {
  /**
   * Merges the replicas of one round. A pure function: the same results in the same order give the
   * same bytes.
   *
   * @param before the state that every replica started the round from
   * @param results one an active worker, in the order of the workers; at least one
   */
  ModelState merge(ModelState before, List<ReplicaResult> results);
}
