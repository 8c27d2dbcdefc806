package org.convoy.train;

import java.util.List;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.sampler.LastStep;
import org.convoy.nn.schedule.LearningRateSchedule;
import org.convoy.train.config.ConvoyConfig;
import org.convoy.train.config.ScheduleConfig;
import org.convoy.train.state.EpochMetrics;
import org.convoy.train.sync.ParameterAveraging;
import org.convoy.train.sync.Synchronization;

/** What a config asks for, as the objects that do it. */
final class Plans {
  private Plans() {}

  static EpochPlan firstEpoch(ConvoyConfig config, int samples) {
    return new EpochPlan(
        config.seed(),
        0,
        samples,
        config.workers(),
        config.batchSize(),
        config.sync().every(),
        config.data().dropLast() ? LastStep.DROP : LastStep.KEEP);
  }

  static Synchronization synchronization(ConvoyConfig config) {
    return switch (config.sync().strategy()) {
      case AVERAGE -> new ParameterAveraging(config.sync().optimizerState());
    };
  }

  /**
   * The learning rates up to the end of the epoch after those in the history.
   *
   * @param epoch how each epoch goes
   */
  static LearningRateSchedule schedule(
      ConvoyConfig config, EpochPlan epoch, List<EpochMetrics> history) {
    ScheduleConfig schedule = config.schedule();
    List<Double> measurements =
        history.stream()
            .map(
                metrics ->
                    schedule.watchesAccuracy()
                        ? metrics.validationAccuracy()
                        : metrics.validationLoss())
            .toList();
    return schedule.toSchedule(config.optimizer(), config.epochs(), epoch.steps(), measurements);
  }
}
