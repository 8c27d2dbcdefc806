package org.convoy.nn.schedule;

import java.util.OptionalDouble;

/** A schedule whose steps are epochs. */
record PerEpoch(LearningRateSchedule schedule, long stepsPerEpoch) implements LearningRateSchedule {
  PerEpoch {
    Arguments.requirePositive("stepsPerEpoch", stepsPerEpoch);
  }

  @Override
  public double learningRate(long step) {
    return schedule.learningRate(step / stepsPerEpoch);
  }

  @Override
  public OptionalDouble momentum(long step) {
    return schedule.momentum(step / stepsPerEpoch);
  }
}
