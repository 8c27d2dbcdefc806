package org.convoy.state;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a synchronisation strategy remembers between rounds besides the model. Not copied on
 * construction, but for the list.
 *
 * @param outerMomentum the momentum of an outer optimizer, as long as the parameters; empty for a
 *     strategy without one
 * @param localOptimizerStates the optimizer vector of each worker, in their order; empty where the
 *     workers share one
 */
@SuppressWarnings("ArrayRecordComponent") // vectors are compared by identity, never by content
public record SyncState(float[] outerMomentum, List<float[]> localOptimizerStates) {
  /** For strategies that remember nothing. */
  public static final SyncState NONE = new SyncState(new float[0], List.of());

  public SyncState {
    requireNonNull(outerMomentum, "outerMomentum is null");
    localOptimizerStates = List.copyOf(localOptimizerStates);
  }

  /** Whether there is nothing to remember. */
  public boolean isEmpty() {
    return outerMomentum.length == 0 && localOptimizerStates.isEmpty();
  }

  /** The same with another outer momentum. */
  public SyncState withOuterMomentum(float[] other) {
    return new SyncState(other, localOptimizerStates);
  }
}
