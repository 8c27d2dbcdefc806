package org.convoy.nn.schedule;

import java.util.OptionalDouble;
import org.convoy.common.argument.Bounds;

/** PyTorch's OneCycleLR with cycle_momentum=True. */
record OneCycleMomentum(OneCycleLR cycle, double baseMomentum, double maxMomentum)
    implements LearningRateSchedule {
  OneCycleMomentum {
    Bounds.DECAY.check("baseMomentum", baseMomentum);
    Bounds.DECAY.check("maxMomentum", maxMomentum);
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
