package org.convoy.config;

import java.util.List;
import java.util.Optional;
import org.convoy.config.ScheduleConfig.Interval;
import org.convoy.nn.schedule.ConstantLR;
import org.convoy.nn.schedule.CosineAnnealingLR;
import org.convoy.nn.schedule.CosineAnnealingWarmRestarts;
import org.convoy.nn.schedule.ExponentialLR;
import org.convoy.nn.schedule.LearningRateSchedule;
import org.convoy.nn.schedule.LinearLR;
import org.convoy.nn.schedule.MultiStepLR;
import org.convoy.nn.schedule.OneCycleLR;
import org.convoy.nn.schedule.PolynomialLR;
import org.convoy.nn.schedule.ReduceLROnPlateau;
import org.convoy.nn.schedule.SequentialLR;
import org.convoy.nn.schedule.StepLR;

/** Makes the schedule that a configuration describes, for a training of known length. */
record Schedules(ScheduleConfig config, OptimizerConfig optimizer, int epochs, long stepsPerEpoch) {
  private static final double WARM_UP_START = 0.01;
  private static final double BASE_MOMENTUM = 0.85;
  private static final double MAX_MOMENTUM = 0.95;

  LearningRateSchedule schedule(List<Double> measurements) {
    LearningRateSchedule schedule = afterWarmUp(measurements);
    return SequentialLR.warmUp(
        config.warmupEpochs(epochs) * stepsPerEpoch,
        WARM_UP_START,
        countsSteps() ? schedule : schedule.perEpoch(stepsPerEpoch));
  }

  private boolean countsSteps() {
    return config.interval().orElseThrow() == Interval.STEP;
  }

  /** The training after the warm-up, in the units that the schedule counts. */
  private long units() {
    return Math.max(1, epochs - config.warmupEpochs()) * (countsSteps() ? stepsPerEpoch : 1);
  }

  private long orUnits(Optional<Integer> value) {
    return value.map(Integer::longValue).orElseGet(this::units);
  }

  private LearningRateSchedule afterWarmUp(List<Double> measurements) {
    double rate = optimizer.learningRate().orElseThrow();
    return switch (config.name()) {
      case CONSTANT ->
          new ConstantLR(rate, config.factor().orElseThrow(), orUnits(config.totalIters()));
      case STEP -> new StepLR(rate, config.stepSize().orElseThrow(), config.gamma().orElseThrow());
      case MULTI_STEP ->
          new MultiStepLR(
              rate,
              config.milestones().orElseThrow().stream().map(Integer::longValue).toList(),
              config.gamma().orElseThrow());
      case EXPONENTIAL -> new ExponentialLR(rate, config.gamma().orElseThrow());
      case COSINE ->
          new CosineAnnealingLR(rate, orUnits(config.tMax()), config.etaMin().orElseThrow());
      case COSINE_WARM_RESTARTS ->
          new CosineAnnealingWarmRestarts(
              rate,
              config.t0().orElseThrow(),
              config.tMult().orElseThrow(),
              config.etaMin().orElseThrow());
      case LINEAR ->
          new LinearLR(
              rate,
              config.startFactor().orElseThrow(),
              config.endFactor().orElseThrow(),
              orUnits(config.totalIters()));
      case POLYNOMIAL ->
          new PolynomialLR(rate, orUnits(config.totalIters()), config.power().orElseThrow());
      case ONE_CYCLE -> oneCycle(rate);
      case REDUCE_ON_PLATEAU -> ConstantLR.of(afterPlateaus(rate, measurements));
    };
  }

  private LearningRateSchedule oneCycle(double rate) {
    long totalSteps = orUnits(config.totalSteps());
    if (totalSteps < units()) {
      throw new ConfigException(
          List.of(
              "schedule.totalSteps = %d: must be at least the %d units of the training after the warm-up"
                  .formatted(totalSteps, units())));
    }

    OneCycleLR cycle =
        new OneCycleLR(
            config.maxLr().orElse(rate),
            totalSteps,
            config.pctStart().orElseThrow(),
            config.annealStrategy().orElseThrow(),
            config.divFactor().orElseThrow(),
            config.finalDivFactor().orElseThrow(),
            config.threePhase().orElseThrow() ? OneCycleLR.Phases.THREE : OneCycleLR.Phases.TWO);
    return config.cycleMomentum().orElseGet(optimizer::hasMomentum)
        ? cycle.withMomentum(
            config.baseMomentum().orElse(BASE_MOMENTUM), config.maxMomentum().orElse(MAX_MOMENTUM))
        : cycle;
  }

  /** The learning rate after all measurements but those of the warm-up, from the first one on. */
  private double afterPlateaus(double rate, List<Double> measurements) {
    ReduceLROnPlateau plateau =
        new ReduceLROnPlateau(
            config.mode().orElseThrow(),
            config.factor().orElseThrow(),
            config.patience().orElseThrow(),
            config.threshold().orElseThrow(),
            config.thresholdMode().orElseThrow(),
            config.cooldown().orElseThrow(),
            config.minLr().orElseThrow(),
            config.eps().orElseThrow());
    ReduceLROnPlateau.State state = plateau.start(rate);
    for (double measurement :
        measurements.subList(
            Math.min(config.warmupEpochs(), measurements.size()), measurements.size())) {
      state = plateau.next(state, measurement);
    }

    return state.learningRate();
  }
}
