package org.convoy.train.sync;

/**
 * The settings of {@link SlowMo}.
 *
 * @param learningRate how much of the outer step is taken; 1 for all of it
 * @param momentum weight of the past in the outer momentum, at least 0 and below 1
 * @param lookAhead whether the step goes ahead by the new momentum
 */
public record OuterOptimizer(double learningRate, double momentum, LookAhead lookAhead) {
  /** How the outer momentum is used. */
  public enum LookAhead {
    /** The step is the momentum, which counts in units of the inner learning rate. */
    NONE,
    /** Nesterov's momentum, which counts in units of the parameters. */
    NESTEROV
  }
}
