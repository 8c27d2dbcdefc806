package org.convoy.nn.schedule;

import java.util.OptionalDouble;

/** PyTorch's OneCycleLR with cycle_momentum=True. */
record OneCycleMomentum(OneCycleLR cycle, double baseMomentum, double maxMomentum)
    implements LearningRateSchedule {
  OneCycleMomentum {
    Arguments.requireMomentum("baseMomentum", baseMomentum);
    Arguments.requireMomentum("maxMomentum", maxMomentum);
  }

  @Override
  public double learningRate(long step) {
    return cycle.learningRate(step);
  }

  @Override
  public OptionalDouble momentum(long step) {
    return OptionalDouble.of(cycle.value(step, maxMomentum, baseMomentum, maxMomentum));
  }
}
