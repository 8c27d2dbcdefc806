package org.convoy.train.sync;

/** What happens to the optimizers' vectors at a synchronisation of workers that take own steps. */
public enum OptimizerStateRule {
  /** Averaged like the parameters. */
  AVERAGE,
  /** Set to zero: each round starts with fresh momentum. */
  RESET,
  /**
   * Each worker keeps its own. Costs one vector a worker in the driver's memory and in checkpoints,
   * and its way from the driver and back in each round.
   */
  LOCAL
}
