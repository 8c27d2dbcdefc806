package org.convoy.strategy;

import org.convoy.state.SynchronizedState;
import org.convoy.strategy.Strategy.Merging;
import org.convoy.strategy.Strategy.Output;
import org.convoy.strategy.Strategy.Round;

/**
 * Synchronous data-parallel SGD: a round is one step, and the mean of the replicas' gradients,
 * weighted by their examples, makes one update, as one machine with all their examples in its batch
 * would (Goyal et al., <a href="https://arxiv.org/abs/1706.02677">Accurate, Large Minibatch
 * SGD</a>). What the replicas share has their gradients in place of the trainable parameters;
 * running statistics are averaged.
 */
public record GradientAveraging() implements Strategy {
  @Override
  public Output output() {
    return Output.GRADIENTS;
  }

  @Override
  public Merging merging() {
    return Merging.RENEWS;
  }

  @Override
  public SynchronizedState merge(SynchronizedState before, RoundResult result, Round round) {
    return before.with(round.update(before.model(), result.shared().parameters()));
  }
}
