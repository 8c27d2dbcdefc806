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
 * @param memory what the synchronisation strategy remembers besides, by its names for them, and the
 *     {@link #AVERAGE} if there is one
 */
public record SynchronizedState(
    ModelState model, List<float[]> localOptimizerStates, Map<String, float[]> memory) {
  /** The name of the average of the parameters, in trainings that keep one. */
  public static final String AVERAGE = "average";

  public SynchronizedState {
    requireNonNull(model, "model is null");
    localOptimizerStates = List.copyOf(localOptimizerStates);
    memory = Map.copyOf(memory);
  }

  /** Of a strategy that remembers nothing. */
  public static SynchronizedState of(ModelState model) {
    return new SynchronizedState(model, List.of(), Map.of());
  }

  /** The parameters that are measured: their average where there is one. */
  public float[] measured() {
    return memory.getOrDefault(AVERAGE, model.parameters());
  }

  /** The same with another model. */
  public SynchronizedState with(ModelState other) {
    return new SynchronizedState(other, localOptimizerStates, memory);
  }
}
