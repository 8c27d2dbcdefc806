package org.convoy.train.round;

import java.io.Serializable;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.convoy.nn.optimizer.StepContext;
import org.convoy.nn.schedule.LearningRateSchedule;

/**
 * The steps of one round as the driver decided them.
 *
 * @param firstStep number of the first one, counted from 0 over the whole training
 * @param learningRates one a step
 * @param momenta one a step; NaN where the schedule leaves them to the optimizer
 * @param averageDecay weight of the average of the parameters before the round in that after it
 */
public record RoundSteps(
    long firstStep, List<Double> learningRates, List<Double> momenta, double averageDecay)
    implements Serializable {
  public static RoundSteps of(long firstStep, int count, LearningRateSchedule schedule) {
    return new RoundSteps(
        firstStep,
        LongStream.range(firstStep, firstStep + count).mapToObj(schedule::learningRate).toList(),
        LongStream.range(firstStep, firstStep + count)
            .mapToObj(schedule::momentum)
            .map(momentum -> momentum.orElse(Double.NaN))
            .toList(),
        1);
  }

  /** The same with another weight of the average. */
  public RoundSteps with(double decay) {
    return new RoundSteps(firstStep, learningRates, momenta, decay);
  }

  public int count() {
    return learningRates.size();
  }

  public double lastLearningRate() {
    return learningRates.get(learningRates.size() - 1);
  }

  /** What a worker's replica is told of a step, with random numbers of that worker's own. */
  public StepContext context(int step, long seed, int worker) {
    return context(step, 1, seed, worker);
  }

  /**
   * As above, of a minibatch of the round where a step has several.
   *
   * @param minibatch from 0
   * @param accumulate minibatches of a step
   */
  StepContext context(int minibatch, int accumulate, long seed, int worker) {
    int step = minibatch / accumulate;
    double momentum = momenta.get(step);
    return new StepContext(
        firstStep + step,
        learningRates.get(step),
        Double.isNaN(momentum) ? OptionalDouble.empty() : OptionalDouble.of(momentum),
        Seeds.ofStep(seed, firstStep * accumulate + minibatch, worker));
  }
}
