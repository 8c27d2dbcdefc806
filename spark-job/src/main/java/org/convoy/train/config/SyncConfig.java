package org.convoy.train.config;

import org.convoy.train.sync.ParameterAveraging.OptimizerStateRule;

/** How one state is made of the workers' states. */
public record SyncConfig(
    @Key(
            defaultValue = "average",
            description = "average: mean of the workers' parameters, weighted by their examples")
        Strategy strategy,
    @Key(
            defaultValue = "10",
            min = 1,
            description = "Steps of every worker between two synchronisations: one round")
        int every,
    @Key(
            defaultValue = "average",
            description =
                "What becomes of the optimizers' state at a synchronisation:"
                    + " average it like the parameters, or reset it to zero")
        OptimizerStateRule optimizerState) {

  /** Synchronisation strategies. */
  public enum Strategy {
    AVERAGE
  }
}
