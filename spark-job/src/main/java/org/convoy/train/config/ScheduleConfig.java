package org.convoy.train.config;

import java.util.Optional;
import org.convoy.nn.schedule.ConstantLR;
import org.convoy.nn.schedule.CosineAnnealingLR;
import org.convoy.nn.schedule.LearningRateSchedule;
import org.convoy.nn.schedule.SequentialLR;
import org.convoy.nn.schedule.StepLR;

/** How the learning rate changes over the training; PyTorch's semantics. */
public record ScheduleConfig(
    @Key(
            defaultValue = "cosine",
            description =
                "cosine: from optimizer.learningRate to minLearningRate over the training;"
                    + " step: times gamma every stepSize units; constant: no change")
        Name name,
    @Key(min = 1, description = "Units between two decays; required by step, unused otherwise")
        Optional<Integer> stepSize,
    @Key(defaultValue = "0.1", above = 0, max = 1, description = "Factor of each decay of step")
        double gamma,
    @Key(defaultValue = "0", min = 0, description = "Learning rate at the end of cosine")
        double minLearningRate,
    @Key(
            defaultValue = "epoch",
            description = "Whether the learning rate changes between epochs or with every step")
        Unit unit,
    @Key(
            defaultValue = "0",
            min = 0,
            description =
                "Epochs of warm-up before the schedule begins, linear with every step from 1 %"
                    + " of the learning rate; 0: none")
        int warmupEpochs)
    implements SectionCheck {
  private static final double WARM_UP_START = 0.01;

  /** Schedules. */
  public enum Name {
    COSINE,
    STEP,
    CONSTANT
  }

  /** What a schedule counts. */
  public enum Unit {
    EPOCH,
    STEP
  }

  @Override
  public void check(Problems problems) {
    if (name == Name.STEP && stepSize.isEmpty()) {
      problems.add("name", "needs schedule.stepSize, the number of units between two decays");
    }
  }

  /**
   * The learning rate of each step of a training.
   *
   * @param learningRate the optimizer's learning rate, which the schedule starts from
   * @param epochs epochs of the training, more than those of the warm-up
   * @param stepsPerEpoch steps of one worker in an epoch, at least 1
   */
  public LearningRateSchedule toSchedule(double learningRate, int epochs, long stepsPerEpoch) {
    long units = (epochs - warmupEpochs) * (unit == Unit.STEP ? stepsPerEpoch : 1);
    LearningRateSchedule schedule =
        switch (name) {
          case COSINE -> new CosineAnnealingLR(learningRate, units, minLearningRate);
          case STEP -> new StepLR(learningRate, stepSize.orElseThrow(), gamma);
          case CONSTANT -> ConstantLR.of(learningRate);
        };
    return SequentialLR.warmUp(
        warmupEpochs * stepsPerEpoch,
        WARM_UP_START,
        unit == Unit.STEP ? schedule : schedule.perEpoch(stepsPerEpoch));
  }
}
