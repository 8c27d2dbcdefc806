package org.convoy.dl4j;

import java.io.Serializable;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.Model;

/**
 * A network that a task slot trains, with its updater. Between tasks it is loaded anew, so nothing
 * of one task gets into the next.
 */
interface Replica extends AutoCloseable {
  /** What is trained. */
  Model network();

  /**
   * Forward, backward and one update.
   *
   * @param rows examples of this layout, at least one
   * @param seed of random draws, such as dropout
   * @return the score: the mean loss of the batch
   */
  double step(List<byte[]> rows, ExampleLayout layout, StepNumber number, long seed);

  @Override
  void close();

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
}
