package org.convoy.train;

import java.io.Serializable;
import java.util.List;
import java.util.stream.LongStream;
import org.convoy.nn.optimizer.StepContext;
import org.convoy.nn.schedule.LearningRateSchedule;

/**
 * The steps of one round as the driver decided them.
 *
 * @param firstStep number of the first one, counted from 0 over the whole training
 * @param learningRates one a step
 */
record RoundSteps(long firstStep, List<Double> learningRates) implements Serializable {
  static RoundSteps of(long firstStep, int count, LearningRateSchedule schedule) {
    return new RoundSteps(
        firstStep,
        LongStream.range(firstStep, firstStep + count).mapToObj(schedule::learningRate).toList());
  }

  double lastLearningRate() {
    return learningRates.get(learningRates.size() - 1);
  }

  /** What a worker's replica is told of a step, with random numbers of that worker's own. */
  StepContext context(int step, long seed, int worker) {
    long number = firstStep + step;
    return new StepContext(number, learningRates.get(step), Seeds.ofStep(seed, number, worker));
  }
}
