package org.convoy.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.convoy.state.ModelState;
import org.convoy.state.SynchronizedState;
import org.convoy.strategy.ParameterAveraging.OptimizerStateRule;
import org.convoy.strategy.SlowMo.LookAhead;
import org.convoy.strategy.StateSlices.Span;
import org.junit.jupiter.api.Test;

/** Two parameters, then one running statistic. */
final class TestSlowMo {
  private static final Span TRAINABLE = new Span(0, 2);
  private static final Offset<Float> ROUNDING = within(1e-6f);
  private static final SynchronizedState START =
      new SynchronizedState(
          new ModelState(new float[] {1, -2, 10}, new float[] {7}),
          List.of(),
          Map.of("outer.momentum", new float[3]));

  private static SlowMo slowMo(double learningRate, double momentum, LookAhead lookAhead) {
    return new SlowMo(OptimizerStateRule.AVERAGE, learningRate, momentum, lookAhead);
  }

  private static SynchronizedState merge(
      SlowMo slowMo, double innerLearningRate, SynchronizedState before, float... mean) {
    RoundResult round =
        RoundResult.mean(
            List.of(
                Results.of(0, 3, mean, new float[] {8}), Results.of(1, 3, mean, new float[] {8})));
    return slowMo.merge(before, round, Results.round(innerLearningRate, TRAINABLE));
  }

  @Test
  void withoutMomentumAndWithTheWholeStepIsTheMean() {
    SlowMo outer = slowMo(1, 0, LookAhead.NONE);

    SynchronizedState merged = merge(outer, 0.1, START, 0.5f, -1, 20);

    assertThat(merged.model().parameters()).containsExactly(new float[] {0.5f, -1, 20}, ROUNDING);
    assertThat(merged.model().optimizerState()).containsExactly(8);
  }

  /** By hand: the momentum is in units of the learning rate, which falls from 0.5 to 0.25. */
  @Test
  void addsMomentumInUnitsOfTheInnerLearningRate() {
    SlowMo outer = slowMo(0.8, 0.5, LookAhead.NONE);

    SynchronizedState first = merge(outer, 0.5, START, 0.5f, -1, 20);
    assertThat(first.memory().get("outer.momentum"))
        .containsExactly(new float[] {1, -2, 0}, ROUNDING);
    assertThat(first.model().parameters()).containsExactly(new float[] {0.6f, -1.2f, 20}, ROUNDING);

    SynchronizedState second = merge(outer, 0.25, first, 0.5f, -1.2f, 30);
    assertThat(second.memory().get("outer.momentum"))
        .containsExactly(new float[] {0.9f, -1, 0}, ROUNDING);
    assertThat(second.model().parameters()).containsExactly(new float[] {0.42f, -1, 30}, ROUNDING);
  }

  /** By hand, as PyTorch's SGD with nesterov=True does it. */
  @Test
  void looksAheadAsDiLoCo() {
    SlowMo outer = slowMo(0.5, 0.5, LookAhead.NESTEROV);

    SynchronizedState first = merge(outer, 0.1, START, 0.5f, -1, 20);
    assertThat(first.memory().get("outer.momentum"))
        .containsExactly(new float[] {0.5f, -1, 0}, ROUNDING);
    assertThat(first.model().parameters())
        .containsExactly(new float[] {0.625f, -1.25f, 20}, ROUNDING);

    SynchronizedState second = merge(outer, 0.01, first, 0.525f, -1.25f, 30);
    assertThat(second.memory().get("outer.momentum"))
        .containsExactly(new float[] {0.35f, -0.5f, 0}, ROUNDING);
    assertThat(second.model().parameters())
        .containsExactly(new float[] {0.4875f, -1.125f, 30}, ROUNDING);
  }

  @Test
  void keepsItsMomentumOverARoundWithoutLearningRate() {
    SlowMo outer = slowMo(1, 0.5, LookAhead.NONE);
    SynchronizedState moving = merge(outer, 0.5, START, 0.5f, -1, 20);

    SynchronizedState merged =
        merge(outer, 0, moving, moving.model().parameters()[0], moving.model().parameters()[1], 21);

    assertThat(merged.model().parameters()).containsExactly(0.5f, -1, 21);
    assertThat(merged.memory().get("outer.momentum"))
        .isEqualTo(moving.memory().get("outer.momentum"));
  }

  @Test
  void leavesWhatItStartedFromUntouched() {
    merge(slowMo(1, 0.5, LookAhead.NONE), 0.5, START, 0.5f, -1, 20);

    assertThat(START.model().parameters()).containsExactly(1, -2, 10);
    assertThat(START.memory().get("outer.momentum")).containsExactly(0, 0, 0);
  }
}
