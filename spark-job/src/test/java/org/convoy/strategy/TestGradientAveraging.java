package org.convoy.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BiFunction;
import org.convoy.state.ModelState;
import org.convoy.state.SynchronizedState;
import org.junit.jupiter.api.Test;

final class TestGradientAveraging {
  @Test
  void makesOneUpdateWithTheMeanOfTheGradients() {
    SynchronizedState before =
        SynchronizedState.of(new ModelState(new float[] {1, 2}, new float[0]));
    BiFunction<ModelState, float[], ModelState> descent =
        (model, gradients) ->
            new ModelState(
                new float[] {
                  model.parameters()[0] - gradients[0], model.parameters()[1] - gradients[1]
                },
                new float[0]);

    SynchronizedState merged =
        new GradientAveraging()
            .merge(
                before,
                RoundResult.mean(
                    List.of(
                        Results.of(0, 3, new float[] {1, -1}, new float[0]),
                        Results.of(1, 1, new float[] {-1, 3}, new float[0]),
                        Results.of(2, 0, new float[] {Float.NaN, 9}, new float[0]))),
                Results.round(0.1, descent));

    assertThat(merged.model().parameters()).containsExactly(0.5f, 2);
  }
}
