package org.convoy.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.convoy.nn.schedule.Annealing;
import org.convoy.nn.schedule.LearningRateSchedule;
import org.convoy.nn.schedule.ReduceLROnPlateau;

/**
 * How the learning rate changes over the training; PyTorch's semantics. Settings of the chosen
 * schedule that are not set get its defaults here, but for those that depend on the training; those
 * of other schedules stay empty, or are problems.
 */
public record ScheduleConfig(
    @Key(
            defaultValue = "cosine",
            description =
                "PyTorch's schedule of this name; with the defaults, cosine falls from"
                    + " optimizer.learningRate to 0 over the training and constant never changes it")
        Name name,
    @Key(
            formerName = "unit",
            unset = "`step` for one-cycle, `epoch` for the others",
            description =
                "Whether the learning rate changes between epochs or with every step; in these"
                    + " units stepSize, milestones, totalIters, tMax, t0 and totalSteps are given")
        Optional<Interval> interval,
    @Key(
            defaultValue = "0",
            min = 0,
            description =
                "Epochs of warm-up before the schedule begins, linear with every step from 1 %"
                    + " of the learning rate; 0: none. A training of fewer epochs is all warm-up, up"
                    + " to the whole learning rate at its end")
        int warmupEpochs,
    @Key(min = 1, description = "Units between two decays; required by step")
        Optional<Integer> stepSize,
    @Key(min = 0, description = "Units at which the rate decays; required by multi-step")
        Optional<List<Integer>> milestones,
    @Key(
            above = 0,
            max = 1,
            unset = "`0.1`",
            description = "Factor of each decay of step, multi-step and, required, exponential")
        Optional<Double> gamma,
    @Key(
            min = 0,
            max = 1,
            unset = "1 for constant, 0.1 for reduce-on-plateau",
            description =
                "Factor of the first totalIters units of constant, above 0; of each reduction of"
                    + " reduce-on-plateau, below 1")
        Optional<Double> factor,
    @Key(above = 0, max = 1, unset = "1/3", description = "Factor at the start of linear")
        Optional<Double> startFactor,
    @Key(min = 0, max = 1, unset = "`1`", description = "Factor at the end of linear")
        Optional<Double> endFactor,
    @Key(
            min = 1,
            unset = "the training",
            description = "Units that constant, linear and polynomial take")
        Optional<Integer> totalIters,
    @Key(min = 0, unset = "`1`", description = "Power of polynomial; 1: a straight line to 0")
        Optional<Double> power,
    @Key(
            min = 1,
            unset = "the training",
            description = "Units until cosine reaches its lowest learning rate")
        Optional<Integer> tMax,
    @Key(
            min = 0,
            formerName = "minLearningRate",
            unset = "`0`",
            description = "Lowest learning rate of cosine and cosine-warm-restarts")
        Optional<Double> etaMin,
    @Key(min = 1, description = "Units to the first restart; required by cosine-warm-restarts")
        Optional<Integer> t0,
    @Key(
            min = 1,
            unset = "`1`",
            description = "Factor of each period over the one before, of cosine-warm-restarts")
        Optional<Integer> tMult,
    @Key(
            above = 0,
            unset = "optimizer.learningRate",
            description = "Highest learning rate of one-cycle")
        Optional<Double> maxLr,
    @Key(
            min = 1,
            unset = "the training",
            description = "Units of one-cycle, at least those of the training after the warm-up")
        Optional<Integer> totalSteps,
    @Key(
            min = 0,
            max = 1,
            unset = "`0.3`",
            description = "Share of one-cycle in which the learning rate rises")
        Optional<Double> pctStart,
    @Key(unset = "`cos`", description = "Shape of one-cycle") Optional<Annealing> annealStrategy,
    @Key(above = 0, unset = "`25`", description = "Highest over first learning rate of one-cycle")
        Optional<Double> divFactor,
    @Key(above = 0, unset = "`10000`", description = "First over last learning rate of one-cycle")
        Optional<Double> finalDivFactor,
    @Key(
            unset = "`false`",
            description =
                "Whether one-cycle falls as long as it rose, then to the end, in a third phase")
        Optional<Boolean> threePhase,
    @Key(
            unset = "true if the optimizer has momentum or betas",
            description =
                "Whether one-cycle also moves the momentum, or first beta, against the learning"
                    + " rate")
        Optional<Boolean> cycleMomentum,
    @Key(
            min = 0,
            below = 1,
            unset = "`0.85`",
            description = "Momentum at the highest learning rate of one-cycle")
        Optional<Double> baseMomentum,
    @Key(min = 0, below = 1, unset = "`0.95`", description = "Momentum at both ends of one-cycle")
        Optional<Double> maxMomentum,
    @Key(
            unset = "`min`",
            description =
                "What reduce-on-plateau watches after each epoch: min, whether the validation loss"
                    + " falls; max, whether the validation accuracy rises")
        Optional<ReduceLROnPlateau.Mode> mode,
    @Key(
            min = 0,
            unset = "`10`",
            description = "Epochs without improvement that reduce-on-plateau still bears")
        Optional<Integer> patience,
    @Key(min = 0, unset = "`0.0001`", description = "What counts as improvement")
        Optional<Double> threshold,
    @Key(
            unset = "`rel`",
            description = "Whether the threshold is a share of the best value or a difference")
        Optional<ReduceLROnPlateau.ThresholdMode> thresholdMode,
    @Key(
            min = 0,
            unset = "`0`",
            description = "Epochs after a reduction that reduce-on-plateau does not count")
        Optional<Integer> cooldown,
    @Key(min = 0, unset = "`0`", description = "Lowest learning rate of reduce-on-plateau")
        Optional<Double> minLr,
    @Key(
            min = 0,
            unset = "1e-8",
            description = "Reductions of reduce-on-plateau that are not larger are left out")
        Optional<Double> eps)
    implements SectionCheck {

  /** Schedules, by PyTorch's names. */
  public enum Name {
    CONSTANT("factor, totalIters"),
    STEP("stepSize, gamma"),
    MULTI_STEP("milestones, gamma"),
    EXPONENTIAL("gamma"),
    COSINE("tMax, etaMin"),
    COSINE_WARM_RESTARTS("t0, tMult, etaMin"),
    LINEAR("startFactor, endFactor, totalIters"),
    POLYNOMIAL("totalIters, power"),
    ONE_CYCLE(
        "maxLr, totalSteps, pctStart, annealStrategy, divFactor, finalDivFactor, threePhase,"
            + " cycleMomentum, baseMomentum, maxMomentum"),
    REDUCE_ON_PLATEAU("factor, mode, patience, threshold, thresholdMode, cooldown, minLr, eps");

    private final String keys;

    Name(String keys) {
      this.keys = keys;
    }

    private ChosenKeys keys() {
      return ChosenKeys.of("schedule.name", this, keys);
    }
  }

  /** What a schedule counts. */
  public enum Interval {
    EPOCH,
    STEP
  }

  public ScheduleConfig {
    ChosenKeys keys = name.keys();
    interval =
        interval.or(() -> Optional.of(name == Name.ONE_CYCLE ? Interval.STEP : Interval.EPOCH));
    milestones = milestones.map(List::copyOf);
    if (name != Name.EXPONENTIAL) {
      gamma = keys.orDefault("gamma", gamma, 0.1);
    }

    factor = keys.orDefault("factor", factor, name == Name.CONSTANT ? 1 : 0.1);
    startFactor = keys.orDefault("startFactor", startFactor, 1.0 / 3);
    endFactor = keys.orDefault("endFactor", endFactor, 1.0);
    power = keys.orDefault("power", power, 1.0);
    etaMin = keys.orDefault("etaMin", etaMin, 0.0);
    tMult = keys.orDefault("tMult", tMult, 1);
    pctStart = keys.orDefault("pctStart", pctStart, 0.3);
    annealStrategy = keys.orDefault("annealStrategy", annealStrategy, Annealing.COS);
    divFactor = keys.orDefault("divFactor", divFactor, 25.0);
    finalDivFactor = keys.orDefault("finalDivFactor", finalDivFactor, 1e4);
    threePhase = keys.orDefault("threePhase", threePhase, false);
    mode = keys.orDefault("mode", mode, ReduceLROnPlateau.Mode.MIN);
    patience = keys.orDefault("patience", patience, 10);
    threshold = keys.orDefault("threshold", threshold, 1e-4);
    thresholdMode =
        keys.orDefault("thresholdMode", thresholdMode, ReduceLROnPlateau.ThresholdMode.REL);
    cooldown = keys.orDefault("cooldown", cooldown, 0);
    minLr = keys.orDefault("minLr", minLr, 0.0);
    eps = keys.orDefault("eps", eps, 1e-8);
  }

  @Override
  public void check(Problems problems) {
    name.keys().refuseOthers(this, Arrays.stream(Name.values()).map(Name::keys), problems);
    require(Name.STEP, stepSize, "stepSize, the number of units between two decays", problems);
    require(Name.MULTI_STEP, milestones, "milestones, the units at which it decays", problems);
    require(Name.EXPONENTIAL, gamma, "gamma, the factor of each unit", problems);
    require(
        Name.COSINE_WARM_RESTARTS, t0, "t0, the number of units to the first restart", problems);
    checkFactor(problems);
    if (name == Name.REDUCE_ON_PLATEAU && interval.orElseThrow() == Interval.STEP) {
      problems.add("interval", "reduce-on-plateau measures once an epoch; set it to epoch");
    }

    if (!cycleMomentum.orElse(true)) {
      refuseWithoutCycle("baseMomentum", baseMomentum, problems);
      refuseWithoutCycle("maxMomentum", maxMomentum, problems);
    }
  }

  private void require(Name chosen, Optional<?> value, String what, Problems problems) {
    if (name == chosen && value.isEmpty()) {
      problems.add("name", "needs schedule." + what);
    }
  }

  private void checkFactor(Problems problems) {
    if (name == Name.CONSTANT && factor.orElseThrow() == 0) {
      problems.add("factor", "must be above 0 for constant");
    } else if (name == Name.REDUCE_ON_PLATEAU && factor.orElseThrow() == 1) {
      problems.add("factor", "must be below 1 for reduce-on-plateau");
    }
  }

  private static void refuseWithoutCycle(String key, Optional<?> value, Problems problems) {
    if (value.isPresent()) {
      problems.add(key, "has no effect with schedule.cycleMomentum = false");
    }
  }

  /** Epochs of warm-up in a training of so many: all of them where it is shorter. */
  public int warmupEpochs(int epochs) {
    return Math.min(warmupEpochs, epochs);
  }

  /**
   * The learning rate of each step of a training.
   *
   * @param optimizer whose learning rate the schedule starts from
   * @param epochs epochs of the training; where they are no more than those of the warm-up, it is
   *     all warm-up
   * @param stepsPerEpoch steps of one worker in an epoch, at least 1
   * @param measurements of the epochs that are over, one each: validation loss or accuracy, as
   *     {@link #watchesAccuracy} says; only reduce-on-plateau looks at them, and with it the
   *     schedule is right up to the end of the epoch after them
   * @throws ConfigException if the schedule is over before the training
   */
  public LearningRateSchedule toSchedule(
      OptimizerConfig optimizer, int epochs, long stepsPerEpoch, List<Double> measurements) {
    return new Schedules(this, optimizer, epochs, stepsPerEpoch).schedule(measurements);
  }

  /** Whether measurements are validation accuracies, rather than losses. */
  public boolean watchesAccuracy() {
    return mode.filter(ReduceLROnPlateau.Mode.MAX::equals).isPresent();
  }
}
