package org.convoy.strategy;

import static java.util.Objects.requireNonNull;

import org.convoy.state.ModelState;
import org.convoy.state.SynchronizedState;
import org.convoy.strategy.Strategy.Merging;
import org.convoy.strategy.Strategy.Output;
import org.convoy.strategy.Strategy.Round;

/**
 * Local SGD: the new state is the mean of the replicas' states, weighted by the examples that each
 * trained on in the round (Stich, <a href="https://arxiv.org/abs/1805.09767">Local SGD Converges
 * Fast and Communicates Little</a>). Running statistics are part of the parameters and are averaged
 * with them.
 *
 * @param rule what becomes of the optimizers' vectors
 */
public record ParameterAveraging(OptimizerStateRule rule) implements Strategy {
  /**
   * What happens to the optimizers' vectors at a synchronisation of workers that take own steps.
   */
  public enum OptimizerStateRule {
    /** Averaged like the parameters. */
    AVERAGE,
    /** Set to zero: each round starts with fresh momentum. */
    RESET,
    /**
     * Each worker keeps its own. Costs one vector a worker in the driver's memory and in
     * checkpoints, and its way from the driver and back in each round.
     */
    LOCAL
  }

  public ParameterAveraging {
    requireNonNull(rule, "rule is null");
  }

  @Override
  public Output output() {
    return switch (rule) {
      case AVERAGE -> Output.STATE;
      case RESET -> Output.PARAMETERS;
      case LOCAL -> Output.PARAMETERS_AND_OWN_OPTIMIZER;
    };
  }

  @Override
  public Merging merging() {
    return Merging.REPLACES;
  }

  @Override
  public SynchronizedState merge(SynchronizedState before, RoundResult result, Round round) {
    float[] optimizerState =
        rule == OptimizerStateRule.RESET
            ? new float[before.model().optimizerState().length]
            : result.shared().optimizerState();
    return new SynchronizedState(
        new ModelState(result.shared().parameters(), optimizerState),
        result.localOptimizerStates(),
        before.memory());
  }
}
