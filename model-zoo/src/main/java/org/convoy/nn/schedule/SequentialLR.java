package org.convoy.nn.schedule;

import java.util.List;
import java.util.OptionalDouble;

/**
 * PyTorch's SequentialLR: one schedule after the other, each beginning at its own step 0.
 *
 * @param schedules at least one schedule
 * @param milestones steps at which the next schedule begins, rising; one fewer than schedules
 */
public record SequentialLR(List<LearningRateSchedule> schedules, List<Long> milestones)
    implements LearningRateSchedule {

  public SequentialLR {
    schedules = List.copyOf(schedules);
    milestones = List.copyOf(milestones);
    if (schedules.size() != milestones.size() + 1) {
      throw new IllegalArgumentException(
          "schedules must be one more than milestones, but are %d and %d"
              .formatted(schedules.size(), milestones.size()));
    }

    if (!milestones.equals(milestones.stream().sorted().toList())) {
      throw new IllegalArgumentException("milestones must rise, but are " + milestones);
    }
  }

  /**
   * Linear warm-up, then another schedule, which begins after it.
   *
   * @param warmupSteps steps of the warm-up; 0: none
   * @param startFactor share of the learning rate that the warm-up begins with
   * @param after the schedule that follows; the warm-up leads to its first learning rate
   */
  public static LearningRateSchedule warmUp(
      long warmupSteps, double startFactor, LearningRateSchedule after) {
    LinearLR warmUp = new LinearLR(after.learningRate(0), startFactor, 1, warmupSteps);
    return new SequentialLR(List.of(warmUp, after), List.of(warmupSteps));
  }

  @Override
  public double learningRate(long step) {
    int index = index(step);
    return schedules.get(index).learningRate(step - begin(index));
  }

  @Override
  public OptionalDouble momentum(long step) {
    int index = index(step);
    return schedules.get(index).momentum(step - begin(index));
  }

  private int index(long step) {
    int index = 0;
    while (index < milestones.size() && milestones.get(index) <= step) {
      index += 1;
    }

    return index;
  }

  private long begin(int index) {
    return index == 0 ? 0 : milestones.get(index - 1);
  }
}
