package org.convoy.state;

import static java.util.Objects.requireNonNull;

/**
 * What a round starts from.
 *
 * @param model of all workers
 * @param sync what the synchronisation strategy remembers
 */
public record SynchronizedState(ModelState model, SyncState sync) {
  public SynchronizedState {
    requireNonNull(model, "model is null");
    requireNonNull(sync, "sync is null");
  }
}
