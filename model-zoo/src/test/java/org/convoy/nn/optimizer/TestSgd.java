package org.convoy.nn.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.nn.parameter.Role;
import org.junit.jupiter.api.Test;

class TestSgd {
  @Test
  void leavesRunningStatisticsAlone() {
    int length = 3000;
    ParameterLayout layout =
        new ParameterLayout(
            List.of(
                new Segment("a.weight", 0, length, List.of(length), Role.WEIGHT),
                new Segment("a.running_mean", length, 2, List.of(2), Role.RUNNING_MEAN),
                new Segment("b.weight", length + 2, 3, List.of(3), Role.WEIGHT)));
    float[] ones = new float[layout.size()];
    Arrays.fill(ones, 1);
    FloatBuffer parameters = Vectors.buffer(ones);
    Sgd sgd = Sgd.of(0.9, 0.5);
    try (OptimizerState state = OptimizerState.create(sgd, layout)) {
      sgd.step(parameters, Vectors.buffer(ones), state.buffer(), layout, new StepContext(0, 1, 0));
      float[] moved = new float[layout.size()];
      parameters.get(0, moved);
      for (int i = 0; i < moved.length; i++) {
        boolean statistic = i == length || i == length + 1;
        assertThat(moved[i]).as("parameter %d", i).isEqualTo(statistic ? 1f : -0.5f);
        assertThat(state.values()[i]).as("state %d", i).isEqualTo(statistic ? 0f : 1.5f);
      }
    }
  }

  @Test
  void restoresItsState() {
    ParameterLayout layout = Vectors.layout(4, Role.WEIGHT);
    try (OptimizerState state = OptimizerState.create(Sgd.of(0.9, 0), layout)) {
      assertThat(state.values()).containsOnly(0f);
      state.setValues(new float[] {1, 2, 3, 4});
      assertThat(state.values()).containsExactly(1, 2, 3, 4);
      assertThatThrownBy(() -> state.setValues(new float[3]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Expected an optimizer state of 4 values, got 3");
    }
  }

  @Test
  void rejectsWhatPyTorchRejects() {
    assertThatThrownBy(() -> new Sgd(0, 0, 0, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Nesterov momentum needs a momentum and zero dampening");
    assertThatThrownBy(() -> Sgd.of(-1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("momentum must be at least 0, got -1.0");
  }
}
