package org.convoy.config;

import java.util.List;
import org.convoy.config.ScheduleRule.ReduceOnPlateauConfig;
import org.convoy.config.binding.Key;
import org.convoy.config.binding.Problems;
import org.convoy.config.binding.SectionCheck;
import org.convoy.nn.schedule.LearningRateSchedule;
import org.convoy.nn.schedule.ReduceLROnPlateau;
import org.convoy.nn.schedule.SequentialLR;

/** How the learning rate changes over the training; PyTorch's semantics. */
public record ScheduleConfig(
    @Key(
            formerName = "unit",
            defaultValue = "epoch",
            description =
                "Whether the learning rate changes between epochs or with every step; in these"
                    + " units stepSize, milestones, totalIters, tMax, t0 and totalSteps are given")
        Interval interval,
    @Key(
            defaultValue = "0",
            min = 0,
            description =
                "Epochs of warm-up before the schedule begins, linear with every step from 1 %"
                    + " of the learning rate; 0: none. A training of fewer epochs is all warm-up, up"
                    + " to the whole learning rate at its end")
        int warmupEpochs,
    @Key(
            chosenBy = "name",
            defaultValue = "cosine",
            description =
                "PyTorch's schedule of this name; with the defaults, cosine falls from"
                    + " optimizer.learningRate to 0 over the training and constant never changes it")
        ScheduleRule rule)
    implements SectionCheck {
  private static final double WARM_UP_START = 0.01;

  /** What a schedule counts. */
  public enum Interval {
    EPOCH,
    STEP
  }

  @Override
  public void check(Problems problems) {
    if (rule instanceof ReduceOnPlateauConfig && interval == Interval.STEP) {
      problems.add("interval", "reduce-on-plateau measures once an epoch; set it to epoch");
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
   * @throws org.convoy.config.binding.ConfigException if the schedule is over before the training
   */
  public LearningRateSchedule toSchedule(
      OptimizerConfig optimizer, int epochs, long stepsPerEpoch, List<Double> measurements) {
    boolean steps = interval == Interval.STEP;
    int measured = measurements.size();
    ScheduleRule.Training training =
        new ScheduleRule.Training(
            optimizer.learningRate(),
            optimizer.hasMomentum(),
            Math.max(1, epochs - warmupEpochs) * (steps ? stepsPerEpoch : 1),
            measurements.subList(Math.min(warmupEpochs, measured), measured));
    LearningRateSchedule schedule = rule.schedule(training);
    return SequentialLR.warmUp(
        warmupEpochs(epochs) * stepsPerEpoch,
        WARM_UP_START,
        steps ? schedule : schedule.perEpoch(stepsPerEpoch));
  }

  /** Whether measurements are validation accuracies, rather than losses. */
  public boolean watchesAccuracy() {
    return rule instanceof ReduceOnPlateauConfig plateau
        && plateau.mode() == ReduceLROnPlateau.Mode.MAX;
  }
}
