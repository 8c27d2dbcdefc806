package org.convoy.train;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.ScheduleConfig;
import org.convoy.config.binding.ConfigException;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.sampler.EpochPlan.LastStep;
import org.convoy.data.sampler.RoundLengths;
import org.convoy.nn.schedule.LearningRateSchedule;
import org.convoy.state.EpochMetrics;
import org.convoy.strategy.SyncInterval;
import org.convoy.train.round.RoundSteps;

/**
 * When what happens in a training: the steps of its epochs, the rounds that they are synchronised
 * in, and the learning rate of each step. A function of the config, the number of samples and the
 * epochs so far, so that a training that continues goes on as it would have.
 */
final class Timetable {
  private final ConvoyConfig config;
  private final EpochPlan epochSteps;
  private List<EpochMetrics> scheduled;
  private LearningRateSchedule schedule;

  /**
   * Of a training on so many samples.
   *
   * @throws ConfigException when the samples do not fill one step and short ones are dropped, or
   *     the schedule does not suit the training
   */
  Timetable(ConvoyConfig config, int samples) {
    this.config = requireNonNull(config, "config is null");
    epochSteps = steps(config, samples);
    scheduled = List.of();
    schedule = newSchedule(scheduled);
  }

  private static EpochPlan steps(ConvoyConfig config, int samples) {
    try {
      return new EpochPlan(
          config.seed(),
          0,
          samples,
          config.workers(),
          config.batchSize() * config.accumulate(),
          1,
          config.data().dropLast() ? LastStep.DROP : LastStep.KEEP);
    } catch (IllegalArgumentException e) {
      String accumulated =
          config.accumulate() == 1
              ? ""
              : " (batchSize = %d, accumulate = %d)"
                  .formatted(config.batchSize(), config.accumulate());
      throw new ConfigException(List.of("data.dropLast: " + e.getMessage() + accumulated));
    }
  }

  /** The steps of each epoch, in rounds of one step. */
  EpochPlan epochSteps() {
    return epochSteps;
  }

  /** The epoch after those in the history, in its rounds. */
  EpochPlan epoch(List<EpochMetrics> history) {
    int count = epochSteps.steps();
    int epoch = history.size();
    SyncInterval interval = config.sync().toInterval(config.epochs(), count);
    LearningRateSchedule rates = schedule(history);
    long warmUp = (long) config.schedule().warmupEpochs(config.epochs()) * count;
    List<Integer> lengths = new ArrayList<>();
    for (int start = 0, length; start < count; start += length) {
      long step = (long) epoch * count + start;
      double learningRate = rates.learningRate(Math.max(step, warmUp));
      length = Math.min(interval.steps(step, learningRate), count - start);
      lengths.add(length);
    }

    return epochSteps.atEpoch(epoch).withRounds(RoundLengths.of(lengths));
  }

  /**
   * The steps of one round.
   *
   * @param epoch that it belongs to, the one after those in the history
   */
  RoundSteps steps(EpochPlan epoch, int round, List<EpochMetrics> history) {
    long first = (long) epoch.epoch() * epoch.steps() + epoch.rounds().start(round);
    int count = epoch.rounds().length(round);
    return RoundSteps.of(first, count, schedule(history)).with(averageDecay(first, count));
  }

  private double averageDecay(long first, int count) {
    int perEpoch = epochSteps.steps();
    if (config.swa().startEpoch().isPresent()) {
      int epoch = (int) (first / perEpoch);
      boolean isOver = (first + count) % perEpoch == 0;
      // Until there is a first one of the mean, the model itself is what is measured.
      return isOver || epoch <= config.swa().startEpoch().get() ? config.swa().decay(epoch) : 1;
    }

    boolean warmsUp = first <= (long) config.schedule().warmupEpochs(config.epochs()) * perEpoch;
    return config.ema().decay().isEmpty()
        ? 1
        : config
            .ema()
            .decay((int) (first % perEpoch), count, warmsUp, config.imagesAStep(), config.epochs());
  }

  /** The learning rates up to the end of the epoch after those in the history. */
  LearningRateSchedule schedule(List<EpochMetrics> history) {
    if (!history.equals(scheduled)) {
      schedule = newSchedule(history);
      scheduled = List.copyOf(history);
    }

    return schedule;
  }

  private LearningRateSchedule newSchedule(List<EpochMetrics> history) {
    ScheduleConfig rates = config.schedule();
    List<Double> measurements =
        history.stream()
            .map(
                metrics ->
                    rates.watchesAccuracy()
                        ? metrics.validationAccuracy()
                        : metrics.validationLoss())
            .toList();
    return config.toSchedule(epochSteps.steps(), measurements);
  }
}
