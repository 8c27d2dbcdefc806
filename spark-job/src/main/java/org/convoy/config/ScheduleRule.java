package org.convoy.config;

import java.util.List;
import java.util.Optional;
import org.convoy.config.binding.Choice;
import org.convoy.config.binding.ConfigException;
import org.convoy.config.binding.Key;
import org.convoy.config.binding.Problems;
import org.convoy.config.binding.SectionCheck;
import org.convoy.nn.schedule.Annealing;
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
import org.convoy.nn.schedule.StepLR;

/**
 * How the learning rate changes after the warm-up, by PyTorch's names and with its defaults, but
 * for those that depend on the training. A further one is a record here and a class of
 * org.convoy.nn.schedule.
 */
public sealed interface ScheduleRule {
  /**
   * What a schedule is for.
   *
   * @param learningRate of the optimizer
   * @param hasMomentum whether the optimizer has one that can be cycled
   * @param units epochs or steps of the training after the warm-up
   * @param measurements of the epochs that are over, without those of the warm-up
   */
  record Training(double learningRate, boolean hasMomentum, long units, List<Double> measurements) {
    private long orAll(Optional<Integer> given) {
      return given.map(Integer::longValue).orElse(units);
    }
  }

  /**
   * The learning rate of each unit.
   *
   * @throws ConfigException if the schedule is over before the training
   */
  LearningRateSchedule schedule(Training training);

  /** Another learning rate at first. */
  @Choice(name = "constant")
  record ConstantConfig(
      @Key(
              defaultValue = "1",
              above = 0,
              max = 1,
              description = "Factor of the first totalIters units")
          double factor,
      @Key(min = 1, unset = "the training", description = "Units that it takes")
          Optional<Integer> totalIters)
      implements ScheduleRule {
    @Override
    public LearningRateSchedule schedule(Training training) {
      return new ConstantLR(training.learningRate, factor, training.orAll(totalIters));
    }
  }

  /** Decays at equal distances. */
  @Choice(name = "step")
  record StepConfig(
      @Key(
              required = true,
              defaultValue = "1",
              min = 1,
              description = "The number of units between two decays")
          int stepSize,
      @Key(defaultValue = "0.1", above = 0, max = 1, description = "Factor of each decay")
          double gamma)
      implements ScheduleRule {
    @Override
    public LearningRateSchedule schedule(Training training) {
      return new StepLR(training.learningRate, stepSize, gamma);
    }
  }

  /** Decays at given units. */
  @Choice(name = "multi-step")
  record MultiStepConfig(
      @Key(
              required = true,
              defaultValue = "[]",
              min = 0,
              description = "The units at which it decays")
          List<Integer> milestones,
      @Key(defaultValue = "0.1", above = 0, max = 1, description = "Factor of each decay")
          double gamma)
      implements ScheduleRule {
    @Override
    public LearningRateSchedule schedule(Training training) {
      List<Long> units = milestones.stream().map(Integer::longValue).toList();
      return new MultiStepLR(training.learningRate, units, gamma);
    }
  }

  /** Decays in every unit, or grows. */
  @Choice(name = "exponential")
  record ExponentialConfig(
      @Key(required = true, defaultValue = "1", above = 0, description = "The factor of each unit")
          double gamma)
      implements ScheduleRule {
    @Override
    public LearningRateSchedule schedule(Training training) {
      return new ExponentialLR(training.learningRate, gamma);
    }
  }

  /** Half a period of the cosine. */
  @Choice(name = "cosine")
  record CosineConfig(
      @Key(min = 1, unset = "the training", description = "Units until the lowest learning rate")
          Optional<Integer> tMax,
      @Key(
              defaultValue = "0",
              min = 0,
              formerName = "minLearningRate",
              description = "Lowest learning rate")
          double etaMin)
      implements ScheduleRule {
    @Override
    public LearningRateSchedule schedule(Training training) {
      return new CosineAnnealingLR(training.learningRate, training.orAll(tMax), etaMin);
    }
  }

  /** The same again and again. */
  @Choice(name = "cosine-warm-restarts")
  record CosineWarmRestartsConfig(
      @Key(
              defaultValue = "0",
              min = 0,
              formerName = "minLearningRate",
              description = "Lowest learning rate")
          double etaMin,
      @Key(
              required = true,
              defaultValue = "1",
              min = 1,
              description = "The number of units to the first restart")
          int t0,
      @Key(defaultValue = "1", min = 1, description = "Factor of each period over the one before")
          int tMult)
      implements ScheduleRule {
    @Override
    public LearningRateSchedule schedule(Training training) {
      return new CosineAnnealingWarmRestarts(training.learningRate, t0, tMult, etaMin);
    }
  }

  /** A straight line between two factors. */
  @Choice(name = "linear")
  record LinearConfig(
      @Key(
              defaultValue = "0.3333333333333333",
              above = 0,
              max = 1,
              description = "Factor at the start")
          double startFactor,
      @Key(defaultValue = "1", min = 0, max = 1, description = "Factor at the end")
          double endFactor,
      @Key(min = 1, unset = "the training", description = "Units that it takes")
          Optional<Integer> totalIters)
      implements ScheduleRule {
    @Override
    public LearningRateSchedule schedule(Training training) {
      return new LinearLR(
          training.learningRate, startFactor, endFactor, training.orAll(totalIters));
    }
  }

  /** A power of what is left of the training. */
  @Choice(name = "polynomial")
  record PolynomialConfig(
      @Key(min = 1, unset = "the training", description = "Units that it takes")
          Optional<Integer> totalIters,
      @Key(defaultValue = "1", min = 0, description = "Its power; 1: a straight line to 0")
          double power)
      implements ScheduleRule {
    @Override
    public LearningRateSchedule schedule(Training training) {
      return new PolynomialLR(training.learningRate, training.orAll(totalIters), power);
    }
  }

  /** Up and down once, as a rule with every step. */
  @Choice(name = "one-cycle", defaults = "interval = step")
  record OneCycleConfig(
      @Key(above = 0, unset = "optimizer.learningRate", description = "Highest learning rate")
          Optional<Double> maxLr,
      @Key(
              min = 1,
              unset = "the training",
              description = "Units that it takes, at least those of the training after the warm-up")
          Optional<Integer> totalSteps,
      @Key(
              defaultValue = "0.3",
              min = 0,
              max = 1,
              description = "Share of it in which the learning rate rises")
          double pctStart,
      @Key(defaultValue = "cos", description = "Its shape") Annealing annealStrategy,
      @Key(defaultValue = "25", above = 0, description = "Highest over first learning rate")
          double divFactor,
      @Key(defaultValue = "10000", above = 0, description = "First over last learning rate")
          double finalDivFactor,
      @Key(
              defaultValue = "false",
              description =
                  "Whether it falls as long as it rose, then to the end, in a third phase")
          boolean threePhase,
      @Key(
              unset = "true if the optimizer has momentum or betas",
              description =
                  "Whether it also moves the momentum, or first beta, against the learning rate")
          Optional<Boolean> cycleMomentum,
      @Key(
              min = 0,
              below = 1,
              unset = "`0.85`",
              description = "Momentum at the highest learning rate")
          Optional<Double> baseMomentum,
      @Key(min = 0, below = 1, unset = "`0.95`", description = "Momentum at both ends")
          Optional<Double> maxMomentum)
      implements ScheduleRule, SectionCheck {
    private static final double BASE_MOMENTUM = 0.85;
    private static final double MAX_MOMENTUM = 0.95;

    @Override
    public void check(Problems problems) {
      if (!cycleMomentum.orElse(true)) {
        String problem = "has no effect with schedule.cycleMomentum = false";
        baseMomentum.ifPresent(set -> problems.add("baseMomentum", problem));
        maxMomentum.ifPresent(set -> problems.add("maxMomentum", problem));
      }
    }

    @Override
    public LearningRateSchedule schedule(Training training) {
      long units = training.orAll(totalSteps);
      if (units < training.units) {
        throw new ConfigException(
            List.of(
                "schedule.totalSteps = %d: must be at least the %d units of the training after the warm-up"
                    .formatted(units, training.units)));
      }

      OneCycleLR cycle =
          new OneCycleLR(
              maxLr.orElse(training.learningRate),
              units,
              pctStart,
              annealStrategy,
              divFactor,
              finalDivFactor,
              threePhase ? OneCycleLR.Phases.THREE : OneCycleLR.Phases.TWO);
      return cycleMomentum.orElse(training.hasMomentum)
          ? cycle.withMomentum(baseMomentum.orElse(BASE_MOMENTUM), maxMomentum.orElse(MAX_MOMENTUM))
          : cycle;
    }
  }

  /** Decays where a measurement gets no better. */
  @Choice(name = "reduce-on-plateau")
  record ReduceOnPlateauConfig(
      @Key(defaultValue = "0.1", min = 0, below = 1, description = "Factor of each reduction")
          double factor,
      @Key(
              defaultValue = "min",
              description =
                  "What is watched after each epoch: min, whether the validation loss falls; max,"
                      + " whether the validation accuracy rises")
          ReduceLROnPlateau.Mode mode,
      @Key(defaultValue = "10", min = 0, description = "Epochs without improvement that it bears")
          int patience,
      @Key(defaultValue = "0.0001", min = 0, description = "What counts as improvement")
          double threshold,
      @Key(
              defaultValue = "rel",
              description = "Whether the threshold is a share of the best value or a difference")
          ReduceLROnPlateau.ThresholdMode thresholdMode,
      @Key(
              defaultValue = "0",
              min = 0,
              description = "Epochs after a reduction that are not counted")
          int cooldown,
      @Key(defaultValue = "0", min = 0, description = "Lowest learning rate") double minLr,
      @Key(
              defaultValue = "1e-8",
              min = 0,
              description = "Reductions that are not larger are left out")
          double eps)
      implements ScheduleRule {
    @Override
    public LearningRateSchedule schedule(Training training) {
      ReduceLROnPlateau plateau =
          new ReduceLROnPlateau(
              mode, factor, patience, threshold, thresholdMode, cooldown, minLr, eps);
      ReduceLROnPlateau.State state = plateau.start(training.learningRate);
      for (double measurement : training.measurements) {
        state = plateau.next(state, measurement);
      }

      return ConstantLR.of(state.learningRate());
    }
  }
}
