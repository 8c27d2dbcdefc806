package org.convoy.nn.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.List;
import org.convoy.nn.optimizer.Regularization.Decayed;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.nn.parameter.Role;
import org.junit.jupiter.api.Test;

/** Three weights and a bias; numbers without explanation are PyTorch 1.13's. */
class TestRegularizedOptimizer {
  private static final ParameterLayout LAYOUT =
      new ParameterLayout(
          List.of(
              new Segment("fc.weight", 0, 3, List.of(1, 3), Role.WEIGHT),
              new Segment("fc.bias", 3, 1, List.of(1), Role.BIAS),
              new Segment("bn.running_var", 4, 1, List.of(1), Role.RUNNING_VAR)));

  private static void assertSteps(
      Optimizer optimizer, double learningRate, float[] before, float[] after, float[]... steps) {
    FloatBuffer parameters = Vectors.buffer(before);
    try (OptimizerState state = OptimizerState.create(optimizer, LAYOUT)) {
      for (int step = 0; step < steps.length; step++) {
        optimizer.step(
            parameters,
            Vectors.buffer(steps[step]),
            state.buffer(),
            LAYOUT,
            new StepContext(step, learningRate, 0));
      }
    }

    assertThat(Vectors.values(parameters)).containsExactly(after, within(2e-6f));
  }

  @Test
  void clipsByTheNormOfAllTensorsBeforeWeightDecay() {
    assertSteps(
        new Sgd(0, 0, 0.1, false).with(Regularization.NONE, Clipping.byNorm(1.5)),
        0.5,
        new float[] {1, -2, 3, 0.5f, 7},
        new float[] {0.539208f, -1.352278f, 2.713069f, 0.201139f, 7},
        new float[] {3, -4, 1, 2, 0});
  }

  @Test
  void leavesGradientsWithinTheNormAlone() {
    assertSteps(
        Sgd.plain().with(Regularization.NONE, Clipping.byNorm(6)),
        1,
        new float[] {1, -2, 3, 0.5f, 7},
        new float[] {-2, 2, 2, -1.5f, 7},
        new float[] {3, -4, 1, 2, 0});
  }

  @Test
  void clipsEachValue() {
    assertSteps(
        Sgd.plain().with(Regularization.NONE, Clipping.byValue(1.5)),
        0.5,
        new float[] {1, -2, 3, 0.5f, 7},
        new float[] {0.25f, -1.25f, 2.5f, 1.25f, 7},
        new float[] {3, -4, 1, -2, 0});
  }

  @Test
  void gradientsThatAreNoNumbersStayRecognisable() {
    for (Clipping clipping : List.of(Clipping.byNorm(1), Clipping.byValue(1))) {
      FloatBuffer parameters = Vectors.buffer(1, 1, 1, 1, 1);
      Sgd.plain()
          .with(Regularization.NONE, clipping)
          .step(
              parameters,
              Vectors.buffer(Float.NaN, 0, 0, 0, 0),
              Vectors.buffer(),
              LAYOUT,
              new StepContext(0, 1, 0));
      assertThat(parameters.get(0)).as("%s", clipping).isNaN();
    }
  }

  @Test
  void penaltiesAreClippedAndLeaveBiasesAlone() {
    assertSteps(
        new Sgd(0, 0, 0.1, false)
            .with(new Regularization(0.1, 0.2, Decayed.ALL), Clipping.byNorm(1)),
        0.5,
        new float[] {1, -2, 0, 0.5f, 7},
        new float[] {0.677558f, -1.518582f, -0.077840f, 0.319319f, 7},
        new float[] {3, -4, 1, 2, 0});
  }

  @Test
  void biasesMayBeFreeOfWeightDecay() {
    assertSteps(
        new AdamW(0.9, 0.999, 1e-8, 0.5, false)
            .with(new Regularization(0, 0, Decayed.WEIGHTS), Clipping.NONE),
        0.1,
        new float[] {1, -2, 3, 0.5f, 7},
        new float[] {0.720394f, -1.663053f, 2.617763f, 0.353053f, 7},
        new float[] {3, -4, 1, 2, 0},
        new float[] {1, 1, -1, -0.5f, 0});
  }

  @Test
  void withoutRulesAnOptimizerStaysItself() {
    Sgd sgd = Sgd.of(0.9, 0);

    assertThat(sgd.with(Regularization.NONE, Clipping.NONE)).isSameAs(sgd);
    assertThat(sgd.with(Regularization.NONE, Clipping.byNorm(1)))
        .isEqualTo(Sgd.of(0.9, 0).with(Regularization.NONE, Clipping.byNorm(1)));
    assertThat(sgd.with(Regularization.NONE, Clipping.byNorm(1)).stateSize(5)).isEqualTo(5);
  }

  @Test
  void refusesSettingsOutOfRange() {
    assertThatThrownBy(() -> Clipping.byNorm(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The limit of gradients must be above 0, got 0.0");
    assertThatThrownBy(() -> new Regularization(-1, 0, Decayed.ALL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("l1 must be at least 0, got -1.0");
    assertThatThrownBy(() -> new Regularization(0, Double.NaN, Decayed.ALL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("l2 must be at least 0, got NaN");
  }
}
