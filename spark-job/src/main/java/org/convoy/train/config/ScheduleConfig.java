package org.convoy.train.config;

import java.util.Optional;

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
            description = "Epochs of linear warm-up before the schedule begins; 0: none")
        int warmupEpochs)
    implements SectionCheck {

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
}
