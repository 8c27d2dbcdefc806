package org.convoy.nn.schedule;

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
   * This schedule with its steps taken as epochs: the learning rate changes between epochs only.
   *
   * @param stepsPerEpoch optimizer steps of one epoch, at least 1
   */
  default LearningRateSchedule perEpoch(long stepsPerEpoch) {
    Arguments.require(
        stepsPerEpoch >= 1, "stepsPerEpoch must be at least 1, but is", stepsPerEpoch);
    return step -> learningRate(step / stepsPerEpoch);
  }
}
