package org.convoy.dl4j;

import java.io.Serializable;
import java.util.SplittableRandom;

/**
 * Where a step is in the whole training.
 *
 * @param iteration DL4J's count of parameter updates, from 0
 * @param epoch DL4J's count of epochs, from 0
 */
record StepNumber(int iteration, int epoch) implements Serializable {
  StepNumber plus(int steps) {
    return new StepNumber(Math.addExact(iteration, steps), epoch);
  }

  /** Of what this step of a worker draws: a function of its arguments alone. */
  long seed(long seed, int worker) {
    long ofStep = new SplittableRandom(seed + iteration).nextLong();
    return new SplittableRandom(ofStep + worker).nextLong();
  }
}
