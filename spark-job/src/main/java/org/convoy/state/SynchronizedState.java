package org.convoy.state;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * What a round starts from.
 *
 * @param model of all workers
 * @param localOptimizerStates the optimizer vector of each worker, in their order; none where the
 *     workers share one, which is the model's
 * @param memory what the synchronisation strategy remembers besides, by its names for them
 */
public record SynchronizedState(
    ModelState model, List<float[]> localOptimizerStates, Map<String, float[]> memory) {
  public SynchronizedState {
    requireNonNull(model, "model is null");
    localOptimizerStates = List.copyOf(localOptimizerStates);
    memory = Map.copyOf(memory);
  }

  /** Of a strategy that remembers nothing. */
  public static SynchronizedState of(ModelState model) {
    return new SynchronizedState(model, List.of(), Map.of());
  }

  /** The same with another model. */
  public SynchronizedState with(ModelState other) {
    return new SynchronizedState(other, localOptimizerStates, memory);
  }
}
