package org.convoy.train.sync;

import static java.util.Objects.requireNonNull;

import org.convoy.state.ModelState;
import org.convoy.state.SyncState;
import org.convoy.state.SynchronizedState;

/**
 * Local SGD: the new state is the mean of the replicas' states, weighted by the examples that each
 * trained on in the round (Stich, <a href="https://arxiv.org/abs/1805.09767">Local SGD Converges
 * Fast and Communicates Little</a>). Running statistics are part of the parameters and are averaged
 * with them.
 */
public final class ParameterAveraging implements Synchronization {
  private final OptimizerStateRule optimizerStateRule;

  public ParameterAveraging(OptimizerStateRule optimizerStateRule) {
    this.optimizerStateRule = requireNonNull(optimizerStateRule, "optimizerStateRule is null");
  }

  @Override
  public SynchronizedState merge(SynchronizedState before, RoundResult round) {
    float[] parameters = round.mean().parameters();
    float[] outerMomentum = before.sync().outerMomentum();
    return switch (optimizerStateRule) {
      case AVERAGE ->
          new SynchronizedState(
              new ModelState(parameters, round.mean().optimizerState()), before.sync());
      case RESET ->
          new SynchronizedState(
              new ModelState(parameters, new float[before.model().optimizerState().length]),
              before.sync());
      case LOCAL ->
          new SynchronizedState(
              new ModelState(parameters, new float[0]),
              new SyncState(outerMomentum, round.localOptimizerStates()));
    };
  }
}
