package org.convoy.nn.schedule;

import java.util.OptionalDouble;
import org.convoy.common.argument.Bounds;

/** A schedule whose steps are epochs. */
record PerEpoch(LearningRateSchedule schedule, long stepsPerEpoch) implements LearningRateSchedule {
  PerEpoch {
    Bounds.COUNT.check("stepsPerEpoch", stepsPerEpoch);
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
