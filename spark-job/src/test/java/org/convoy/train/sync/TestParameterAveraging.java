package org.convoy.train.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.convoy.train.state.ModelState;
import org.convoy.train.state.Tally;
import org.convoy.train.sync.ParameterAveraging.OptimizerStateRule;
import org.junit.jupiter.api.Test;

final class TestParameterAveraging {
  private static final ModelState BEFORE = new ModelState(new float[2], new float[2]);

  @Test
  void weighsReplicasByTheirExamples() {
    ModelState merged =
        new ParameterAveraging(OptimizerStateRule.AVERAGE)
            .merge(
                BEFORE,
                List.of(
                    result(0, 30, new float[] {1, 2}, new float[] {10, 20}),
                    result(1, 10, new float[] {5, -2}, new float[] {30, 40})));

    assertThat(merged.parameters()).containsExactly(2, 1);
    assertThat(merged.optimizerState()).containsExactly(15, 25);
  }

  @Test
  void resetsTheOptimizerWhenAsked() {
    ModelState merged =
        new ParameterAveraging(OptimizerStateRule.RESET)
            .merge(BEFORE, List.of(result(0, 30, new float[] {1, 2}, new float[] {10, 20})));

    assertThat(merged.parameters()).containsExactly(1, 2);
    assertThat(merged.optimizerState()).containsExactly(0, 0);
  }

  @Test
  void ignoresWorkersWithoutSamples() {
    ModelState merged =
        new ParameterAveraging(OptimizerStateRule.AVERAGE)
            .merge(
                BEFORE,
                List.of(
                    result(0, 1, new float[] {1, 2}, new float[] {3, 4}),
                    result(1, 0, new float[] {100, 100}, new float[] {100, 100})));

    assertThat(merged.parameters()).containsExactly(1, 2);
    assertThat(merged.optimizerState()).containsExactly(3, 4);
  }

  @Test
  void leavesEqualReplicasAsTheyAreHoweverManyAndHoweverOften() {
    float[] parameters = {0.1f, -1e-7f, 3.3333333f, 1e20f};
    ModelState state = new ModelState(parameters, new float[0]);
    ParameterAveraging averaging = new ParameterAveraging(OptimizerStateRule.AVERAGE);
    for (int round = 0; round < 1000; round++) {
      float[] current = state.parameters();
      List<ReplicaResult> results =
          IntStream.range(0, 3)
              .mapToObj(worker -> result(worker, 7 + worker, current, new float[0]))
              .toList();
      state = averaging.merge(state, results);
    }

    assertThat(Arrays.equals(state.parameters(), parameters)).isTrue();
  }

  private static ReplicaResult result(
      int worker, long samples, float[] parameters, float[] optimizerState) {
    return new ReplicaResult(
        worker,
        new ModelState(parameters, optimizerState),
        new Tally(samples, 0, 0),
        new WorkerSeconds(0, 0));
  }
}
