package org.convoy.strategy;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Set;
import org.convoy.state.ModelState;
import org.convoy.state.SynchronizedState;
import org.convoy.strategy.ParameterAveraging.OptimizerStateRule;
import org.convoy.strategy.Strategy.Merging;
import org.convoy.strategy.Strategy.Output;
import org.convoy.strategy.Strategy.Round;

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
 *
 * @param rule what becomes of the inner optimizers' vectors
 * @param learningRate how much of the outer step is taken; 1 for all of it
 * @param momentum weight of the past in the outer momentum, at least 0 and below 1
 * @param lookAhead whether the step goes ahead by the new momentum
 */
public record SlowMo(
    OptimizerStateRule rule, double learningRate, double momentum, LookAhead lookAhead)
    implements Strategy {
  private static final String OUTER_MOMENTUM = "outer.momentum";

  /** How the outer momentum is used. */
  public enum LookAhead {
    /** The step is the momentum, which counts in units of the inner learning rate. */
    NONE,
    /** Nesterov's momentum, which counts in units of the parameters. */
    NESTEROV
  }

  public SlowMo {
    requireNonNull(rule, "rule is null");
    requireNonNull(lookAhead, "lookAhead is null");
  }

  @Override
  public Output output() {
    return new ParameterAveraging(rule).output();
  }

  @Override
  public Merging merging() {
    return Merging.CHANGES;
  }

  @Override
  public Set<String> memory() {
    return Set.of(OUTER_MOMENTUM);
  }

  @Override
  public SynchronizedState merge(SynchronizedState before, RoundResult result, Round round) {
    SynchronizedState mean = new ParameterAveraging(rule).merge(before, result, round);
    if (round.learningRate() == 0) {
      return mean;
    }

    float[] outerMomentum = before.memory().get(OUTER_MOMENTUM).clone();
    for (StateSlices.Span span : round.trainable()) {
      step(before.model(), mean.model(), outerMomentum, span, round.learningRate());
    }

    return new SynchronizedState(
        mean.model(), mean.localOptimizerStates(), Map.of(OUTER_MOMENTUM, outerMomentum));
  }

  /**
   * Turns the mean into the new parameters, and the momentum into the new one.
   *
   * @param mean changed in place
   */
  private void step(
      ModelState before,
      ModelState mean,
      float[] outerMomentum,
      StateSlices.Span span,
      double innerLearningRate) {
    float[] start = before.parameters();
    float[] parameters = mean.parameters();
    boolean nesterov = lookAhead == LookAhead.NESTEROV;
    double unit = nesterov ? 1 : innerLearningRate;
    for (int i = span.offset(); i < span.offset() + span.length(); i++) {
      double gradient = ((double) start[i] - parameters[i]) / unit;
      outerMomentum[i] = (float) (momentum * outerMomentum[i] + gradient);
      double direction = nesterov ? gradient + momentum * outerMomentum[i] : outerMomentum[i];
      parameters[i] = (float) (start[i] - learningRate * unit * direction);
    }
  }
}
