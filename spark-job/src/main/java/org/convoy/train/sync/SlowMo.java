package org.convoy.train.sync;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.convoy.state.ModelState;
import org.convoy.state.SynchronizedState;
import org.convoy.train.sync.OuterOptimizer.LookAhead;

/**
 * Averaging with an outer momentum: the way from a round's start to the mean of the replicas is a
 * gradient for an outer optimizer (Wang et al., <a href="https://arxiv.org/abs/1910.00643">SlowMo:
 * Improving Communication-Efficient Distributed SGD with Slow Momentum</a>). With x the parameters,
 * x̄ the mean, u the outer momentum and γ the inner learning rate of the round's first step,
 *
 * <pre>
 *   u ← momentum · u + (x - x̄) / γ        x ← x - learningRate · γ · u
 * </pre>
 *
 * With Nesterov's look-ahead it is the outer optimizer of DiLoCo (Douillard et al., <a
 * href="https://arxiv.org/abs/2311.08105">DiLoCo: Distributed Low-Communication Training of
 * Language Models</a>), which is PyTorch's SGD and knows no γ:
 *
 * <pre>
 *   u ← momentum · u + (x - x̄)            x ← x - learningRate · ((x - x̄) + momentum · u)
 * </pre>
 *
 * Running statistics are the plain mean. So are the inner optimizers' vectors, by the rule of the
 * averaging that this builds on. In a round whose inner learning rate is 0 nothing moved: it leaves
 * parameters and momentum as they are.
 */
public final class SlowMo implements Synchronization {
  private final ParameterAveraging averaging;
  private final OuterOptimizer outer;
  private final List<Span> trainable;
  private final double innerLearningRate;

  /**
   * Makes the synchronisation of one round.
   *
   * @param averaging makes the mean
   * @param trainable the stretches that are no running statistics
   * @param innerLearningRate of the round's first step
   */
  public SlowMo(
      ParameterAveraging averaging,
      OuterOptimizer outer,
      List<Span> trainable,
      double innerLearningRate) {
    this.averaging = requireNonNull(averaging, "averaging is null");
    this.outer = requireNonNull(outer, "outer is null");
    this.trainable = List.copyOf(trainable);
    this.innerLearningRate = innerLearningRate;
  }

  @Override
  public SynchronizedState merge(SynchronizedState before, RoundResult round) {
    SynchronizedState mean = averaging.merge(before, round);
    if (innerLearningRate == 0) {
      return mean;
    }

    float[] parameters = mean.model().parameters();
    float[] momentum = before.sync().outerMomentum().clone();
    for (Span span : trainable) {
      step(before.model().parameters(), parameters, momentum, span);
    }

    return new SynchronizedState(
        new ModelState(parameters, mean.model().optimizerState()),
        mean.sync().withOuterMomentum(momentum));
  }

  /**
   * Turns the mean into the new parameters, and the momentum into the new one.
   *
   * @param parameters the mean at first
   */
  private void step(float[] start, float[] parameters, float[] momentum, Span span) {
    boolean nesterov = outer.lookAhead() == LookAhead.NESTEROV;
    double unit = nesterov ? 1 : innerLearningRate;
    for (int i = span.offset(); i < span.offset() + span.length(); i++) {
      double gradient = ((double) start[i] - parameters[i]) / unit;
      momentum[i] = (float) (outer.momentum() * momentum[i] + gradient);
      double direction = nesterov ? gradient + outer.momentum() * momentum[i] : momentum[i];
      parameters[i] = (float) (start[i] - outer.learningRate() * unit * direction);
    }
  }
}
