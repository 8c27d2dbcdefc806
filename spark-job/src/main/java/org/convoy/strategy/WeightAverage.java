package org.convoy.strategy;

import java.util.HashMap;
import java.util.Map;
import org.convoy.state.SynchronizedState;

/**
 * A moving average of all parameters, running statistics among them, taken of the synchronised
 * model at the end of a round: a ← decay · a + (1 - decay) · x. With rounds of one step it is
 * torchvision's {@code ExponentialMovingAverage}. Element by element, so that workers average the
 * slices that they own to the bytes of the driver.
 */
public final class WeightAverage {
  /** Where it is among what a state remembers. */
  public static final String NAME = SynchronizedState.AVERAGE;

  private WeightAverage() {}

  /** A training that begins with an average: that of the model it begins with. */
  public static SynchronizedState begin(SynchronizedState fresh) {
    return with(fresh, fresh.model().parameters().clone());
  }

  /**
   * The state after a round, with the average after it where the state before had one.
   *
   * @param decay weight of the average before, 0 … 1
   */
  public static SynchronizedState after(
      SynchronizedState before, SynchronizedState merged, double decay) {
    float[] average = before.memory().get(NAME);
    if (average == null) {
      return merged;
    }

    float[] next = decay == 1 ? average : average.clone();
    update(next, merged.model().parameters(), decay);
    return with(merged, next);
  }

  /** Changes an average, or a slice of one, by parameters of the same place. */
  public static void update(float[] average, float[] parameters, double decay) {
    if (decay == 1) {
      return;
    }

    for (int i = 0; i < average.length; i++) {
      average[i] = (float) (decay * average[i] + (1 - decay) * parameters[i]);
    }
  }

  private static SynchronizedState with(SynchronizedState state, float[] average) {
    Map<String, float[]> memory = new HashMap<>(state.memory());
    memory.put(NAME, average);
    return new SynchronizedState(state.model(), state.localOptimizerStates(), memory);
  }
}
