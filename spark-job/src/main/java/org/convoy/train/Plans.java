package org.convoy.train;

import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.sampler.LastStep;
import org.convoy.nn.schedule.LearningRateSchedule;
import org.convoy.train.config.ConvoyConfig;
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

  static LearningRateSchedule schedule(ConvoyConfig config, EpochPlan epoch) {
    return config
        .schedule()
        .toSchedule(config.optimizer().learningRate(), config.epochs(), epoch.steps());
  }
}
