package org.convoy.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.sampler.LastStep;
import org.convoy.data.sampler.RoundLengths;
import org.convoy.nn.optimizer.StepContext;
import org.convoy.nn.schedule.LearningRateSchedule;
import org.convoy.train.config.ConfigException;
import org.convoy.train.config.ConvoyConfig;
import org.convoy.train.config.ScheduleConfig;
import org.convoy.train.config.SyncConfig;
import org.convoy.train.state.EpochMetrics;
import org.convoy.train.state.ModelState;
import org.convoy.train.state.SyncState;
import org.convoy.train.state.SynchronizedState;
import org.convoy.train.sync.GradientAveraging;
import org.convoy.train.sync.GradientAveraging.GradientUpdate;
import org.convoy.train.sync.ParameterAveraging;
import org.convoy.train.sync.SlowMo;
import org.convoy.train.sync.Span;
import org.convoy.train.sync.SyncInterval;
import org.convoy.train.sync.Synchronization;

/** What a config asks for, as the objects that do it. */
final class Plans {
  private Plans() {}

  /**
   * The steps of each epoch, in rounds of one step.
   *
   * @throws ConfigException when the samples do not fill one step and short ones are dropped
   */
  static EpochPlan steps(ConvoyConfig config, int samples) {
    try {
      return new EpochPlan(
          config.seed(),
          0,
          samples,
          config.workers(),
          config.batchSize(),
          1,
          config.data().dropLast() ? LastStep.DROP : LastStep.KEEP);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(List.of("data.dropLast: " + e.getMessage()));
    }
  }

  /**
   * The epoch after those in the history, in its rounds.
   *
   * @param steps the steps of each epoch
   */
  static EpochPlan epoch(ConvoyConfig config, EpochPlan steps, List<EpochMetrics> history) {
    int count = steps.steps();
    int epoch = history.size();
    SyncInterval interval = config.sync().toInterval(config.epochs(), count);
    LearningRateSchedule schedule = schedule(config, steps, history);
    long warmUp = (long) config.schedule().warmupEpochs() * count;
    List<Integer> lengths = new ArrayList<>();
    for (int start = 0, length; start < count; start += length) {
      long step = (long) epoch * count + start;
      double learningRate = schedule.learningRate(Math.max(step, warmUp));
      length = Math.min(interval.steps(step, learningRate), count - start);
      lengths.add(length);
    }

    return steps.atEpoch(epoch).withRounds(RoundLengths.of(lengths));
  }

  static ReplicaOutput replicaOutput(ConvoyConfig config) {
    return config
        .sync()
        .optimizerState()
        .map(
            rule ->
                switch (rule) {
                  case AVERAGE -> ReplicaOutput.STATE;
                  case RESET -> ReplicaOutput.PARAMETERS;
                  case LOCAL -> ReplicaOutput.PARAMETERS_AND_OWN_OPTIMIZER;
                })
        .orElse(ReplicaOutput.GRADIENTS);
  }

  /** What the first round starts from. */
  static SynchronizedState start(ConvoyConfig config, ModelState fresh) {
    boolean slow = config.sync().strategy() == SyncConfig.Strategy.SLOWMO;
    float[] outerMomentum = new float[slow ? fresh.parameters().length : 0];
    if (replicaOutput(config) != ReplicaOutput.PARAMETERS_AND_OWN_OPTIMIZER) {
      return new SynchronizedState(fresh, new SyncState(outerMomentum, List.of()));
    }

    return new SynchronizedState(
        new ModelState(fresh.parameters(), new float[0]),
        new SyncState(
            outerMomentum, Collections.nCopies(config.workers(), fresh.optimizerState())));
  }

  /** The synchronisation at the end of a round of these steps. */
  static Synchronization synchronization(ConvoyConfig config, DriverModel model, RoundSteps steps) {
    return switch (config.sync().strategy()) {
      case AVERAGE -> averaging(config);
      case SLOWMO ->
          new SlowMo(
              averaging(config),
              config.sync().outer().toOptimizer(),
              model.layout().trainable().stream()
                  .map(range -> new Span(range.offset(), range.length()))
                  .toList(),
              steps.learningRates().get(0));
      case GRADIENT -> new GradientAveraging(update(config, model, steps));
    };
  }

  private static ParameterAveraging averaging(ConvoyConfig config) {
    return new ParameterAveraging(config.sync().optimizerState().orElseThrow());
  }

  private static GradientUpdate update(ConvoyConfig config, DriverModel model, RoundSteps steps) {
    StepContext step = steps.context(0, config.seed(), 0);
    return (before, gradients) -> model.update(before, gradients, step);
  }

  /**
   * The learning rates up to the end of the epoch after those in the history.
   *
   * @param steps the steps of each epoch
   */
  static LearningRateSchedule schedule(
      ConvoyConfig config, EpochPlan steps, List<EpochMetrics> history) {
    ScheduleConfig schedule = config.schedule();
    List<Double> measurements =
        history.stream()
            .map(
                metrics ->
                    schedule.watchesAccuracy()
                        ? metrics.validationAccuracy()
                        : metrics.validationLoss())
            .toList();
    return schedule.toSchedule(config.optimizer(), config.epochs(), steps.steps(), measurements);
  }
}
