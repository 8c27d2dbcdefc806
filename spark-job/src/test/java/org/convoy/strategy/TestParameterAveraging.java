package org.convoy.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.convoy.state.ModelState;
import org.convoy.state.SynchronizedState;
import org.convoy.strategy.ParameterAveraging.OptimizerStateRule;
import org.junit.jupiter.api.Test;

final class TestParameterAveraging {
  private static final SynchronizedState BEFORE =
      SynchronizedState.of(new ModelState(new float[2], new float[2]));

  private static SynchronizedState merge(OptimizerStateRule rule, RoundResult... results) {
    return new ParameterAveraging(rule)
        .merge(BEFORE, RoundResult.mean(List.of(results)), Results.round(0.1));
  }

  @Test
  void weighsReplicasByTheirExamples() {
    ModelState merged =
        merge(
                OptimizerStateRule.AVERAGE,
                Results.of(0, 30, new float[] {1, 2}, new float[] {10, 20}),
                Results.of(1, 10, new float[] {5, -2}, new float[] {30, 40}))
            .model();

    assertThat(merged.parameters()).containsExactly(2, 1);
    assertThat(merged.optimizerState()).containsExactly(15, 25);
  }

  @Test
  void resetsTheOptimizerWhenAsked() {
    ModelState merged =
        merge(OptimizerStateRule.RESET, Results.of(0, 30, new float[] {1, 2}, new float[0]))
            .model();

    assertThat(merged.parameters()).containsExactly(1, 2);
    assertThat(merged.optimizerState()).containsExactly(0, 0);
  }

  @Test
  void leavesEachWorkerItsOptimizerWhenAsked() {
    SynchronizedState merged =
        merge(
            OptimizerStateRule.LOCAL,
            Results.local(0, 30, new float[] {1, 2}, new float[] {10, 20}),
            Results.local(1, 10, new float[] {5, -2}, new float[] {30, 40}));

    assertThat(merged.model().parameters()).containsExactly(2, 1);
    assertThat(merged.model().optimizerState()).isEmpty();
    assertThat(merged.localOptimizerStates())
        .containsExactly(new float[] {10, 20}, new float[] {30, 40});
  }

  @Test
  void ignoresWorkersWithoutSamples() {
    ModelState merged =
        merge(
                OptimizerStateRule.AVERAGE,
                Results.of(0, 1, new float[] {1, 2}, new float[] {3, 4}),
                Results.of(1, 0, new float[] {100, Float.NaN}, new float[] {100, 100}))
            .model();

    assertThat(merged.parameters()).containsExactly(1, 2);
    assertThat(merged.optimizerState()).containsExactly(3, 4);
  }

  @Test
  void leavesEqualReplicasAsTheyAreHoweverManyAndHoweverOften() {
    float[] parameters = {0.1f, -1e-7f, 3.3333333f, 1e20f};
    SynchronizedState state = SynchronizedState.of(new ModelState(parameters, new float[0]));
    ParameterAveraging averaging = new ParameterAveraging(OptimizerStateRule.AVERAGE);
    for (int round = 0; round < 1000; round++) {
      float[] current = state.model().parameters();
      List<RoundResult> results =
          IntStream.range(0, 3)
              .mapToObj(worker -> Results.of(worker, 7 + worker, current, new float[0]))
              .toList();
      state = averaging.merge(state, RoundResult.mean(results), Results.round(0.1));
    }

    assertThat(Arrays.equals(state.model().parameters(), parameters)).isTrue();
  }
}
