package org.convoy.train.sync;

import org.convoy.state.SynchronizedState;

/** Makes one state of the mean of the replicas' at the end of a round. */
public interface Synchronization {
  /**
   * The state after a round. A pure function: equal arguments give the same bytes.
   *
   * @param before the state that every replica started the round from; left as it is
   * @param round given away: its vectors may become those of the new state
   */
  SynchronizedState merge(SynchronizedState before, RoundResult round);
}
