package org.convoy.nn.optimizer;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;

/**
 * What a step depends on besides the state and the batch.
 *
 * @param step counts from 0 over the whole training
 * @param learningRate of this step
 * @param momentum of this step where a schedule sets it, in place of the optimizer's momentum or
 *     first beta
 * @param seed of this step's random draws (dropout)
 */
public record StepContext(long step, double learningRate, OptionalDouble momentum, long seed) {
  public StepContext {
    requireNonNull(momentum, "momentum is null");
  }

  /** The same step at the learning rate times this. */
  StepContext withScaledRate(double scale) {
    return new StepContext(step, learningRate * scale, momentum, seed);
  }

  /** A step with the optimizer's own momentum. */
  public StepContext(long step, double learningRate, long seed) {
    this(step, learningRate, OptionalDouble.empty(), seed);
  }
}
