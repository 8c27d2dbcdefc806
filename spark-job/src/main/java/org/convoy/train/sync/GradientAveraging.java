package org.convoy.train.sync;

import static java.util.Objects.requireNonNull;

import org.convoy.state.ModelState;
import org.convoy.state.SynchronizedState;

/**
 * Synchronous data-parallel SGD: a round is one step, and the mean of the replicas' gradients,
 * weighted by their examples, makes one update, as one machine with all their examples in its batch
 * would (Goyal et al., <a href="https://arxiv.org/abs/1706.02677">Accurate, Large Minibatch
 * SGD</a>). What the replicas share has their gradients in place of the trainable parameters;
 * running statistics are averaged.
 */
public final class GradientAveraging implements Synchronization {
  private final GradientUpdate update;

  /** Makes the synchronisation of one round, whose update is this. */
  public GradientAveraging(GradientUpdate update) {
    this.update = requireNonNull(update, "update is null");
  }

  /** One step of an optimizer. */
  @FunctionalInterface
  public interface GradientUpdate {
    /**
     * The model after the step.
     *
     * @param before parameters, running statistics and optimizer state before it
     * @param gradients at the trainable parameters; the new running statistics elsewhere;
     *     overwritten
     */
    ModelState apply(ModelState before, float[] gradients);
  }

  @Override
  public SynchronizedState merge(SynchronizedState before, RoundResult round) {
    return new SynchronizedState(
        update.apply(before.model(), round.mean().parameters()), before.sync());
  }
}
