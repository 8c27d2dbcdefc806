package org.convoy.nn.schedule;

import java.util.OptionalDouble;

/**
 * The learning rate as a pure function of the step: what PyTorch's scheduler of the same name has
 * set after that many calls of its {@code step()}.
 */
@FunctionalInterface
public interface LearningRateSchedule {
  /**
   * The learning rate of one step.
   *
   * @param step counts from 0 over the whole training
   */
  double learningRate(long step);

  /**
   * The momentum of one step, where the schedule sets it as well: for Adam and its relatives the
   * first beta.
   *
   * @param step counts from 0 over the whole training
   */
  default OptionalDouble momentum(long step) {
    return OptionalDouble.empty();
  }

  /**
   * This schedule with its steps taken as epochs: the learning rate changes between epochs only.
   *
   * @param stepsPerEpoch optimizer steps of one epoch, at least 1
   */
  default LearningRateSchedule perEpoch(long stepsPerEpoch) {
    return new PerEpoch(this, stepsPerEpoch);
  }
}
