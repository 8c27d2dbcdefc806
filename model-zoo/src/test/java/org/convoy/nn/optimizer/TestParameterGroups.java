package org.convoy.nn.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.convoy.nn.optimizer.Regularization.Decayed;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.nn.parameter.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parameters in groups move as those of an optimizer of their own. */
class TestParameterGroups {
  private static final int FIRST = 1500;
  private static final int SECOND = 700;
  private static final ParameterLayout LAYOUT =
      new ParameterLayout(
          List.of(
              new Segment("a.weight", 0, FIRST, List.of(FIRST), Role.WEIGHT),
              new Segment("a.running_mean", FIRST, 5, List.of(5), Role.RUNNING_MEAN),
              new Segment("b.weight", FIRST + 5, SECOND, List.of(SECOND), Role.WEIGHT),
              new Segment("b.bias", FIRST + 5 + SECOND, 9, List.of(9), Role.BIAS)));

  /** The optimizer of the rest, and that of the group. */
  private record Pair(ElementwiseOptimizer rest, ElementwiseOptimizer group) {}

  static List<Pair> pairs() {
    return List.of(
        new Pair(Sgd.of(0.9, 0.1), Sgd.plain()),
        new Pair(Sgd.plain(), new Sgd(0.5, 0, 0.01, true)),
        new Pair(Adam.ofDefaults(), new Adam(0.5, 0.9, 1e-3, 0.1, true)),
        new Pair(AdamW.ofDefaults(), new AdamW(0.8, 0.99, 1e-8, 0.2, false)),
        new Pair(NAdam.ofDefaults(), new NAdam(0.7, 0.9, 1e-8, 0.1, 0.1)),
        new Pair(Adagrad.ofDefaults(), new Adagrad(0.1, 0.1, 1, 1e-10)),
        new Pair(Adadelta.ofDefaults(), new Adadelta(0.5, 1e-3, 0.1)),
        new Pair(RmsProp.ofDefaults(), new RmsProp(0.9, 1e-8, 0.1, 0.9, true)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void eachMovesByItsOwnSettings(Pair pair) {
    ParameterGroup group = ParameterGroup.matching(LAYOUT, List.of("b.*"), pair.group(), 0.25);
    Optimizer grouped = pair.rest().with(List.of(group), Regularization.NONE, Clipping.NONE);
    float[] all = train(grouped, 1);
    int start = FIRST + 5;
    assertThat(Arrays.copyOf(all, start)).isEqualTo(Arrays.copyOf(train(pair.rest(), 1), start));
    assertThat(Arrays.copyOfRange(all, start, LAYOUT.size()))
        .isEqualTo(Arrays.copyOfRange(train(pair.group(), 0.25), start, LAYOUT.size()));
  }

  /** Penalties, limits and what decays are those of all. */
  @Test
  void groupsAreRegularizedWithTheRest() {
    Regularization regularization = new Regularization(0.01, 0.1, Decayed.WEIGHTS);
    Sgd sgd = Sgd.of(0.9, 0.1);
    ParameterGroup same = new ParameterGroup(Set.of("b.weight", "b.bias"), sgd, 1);
    for (Clipping clipping : List.of(Clipping.byNorm(3), Clipping.byValue(0.5))) {
      assertThat(train(sgd.with(List.of(same), regularization, clipping), 1))
          .isEqualTo(train(sgd.with(regularization, clipping), 1));
    }
  }

  private static float[] train(Optimizer optimizer, double scale) {
    Random random = new Random(3);
    FloatBuffer parameters = Vectors.buffer(gaussians(random));
    try (OptimizerState state = OptimizerState.create(optimizer, LAYOUT)) {
      for (int step = 0; step < 5; step++) {
        OptionalDouble momentum = step == 3 ? OptionalDouble.of(0.6) : OptionalDouble.empty();
        StepContext context = new StepContext(step, scale * 0.125 / (1 + step), momentum, 0);
        optimizer.step(
            parameters, Vectors.buffer(gaussians(random)), state.buffer(), LAYOUT, context);
      }
    }

    return Vectors.values(parameters);
  }

  private static float[] gaussians(Random random) {
    float[] values = new float[LAYOUT.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }

    return values;
  }

  @Test
  void explainsGroupsThatDoNotFit() {
    Sgd sgd = Sgd.plain();
    assertThatThrownBy(() -> ParameterGroup.matching(LAYOUT, List.of("c.*"), sgd, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "No parameter matches \"c.*\"; nearest are [b.bias, a.weight, b.weight] (* stands for any"
                + " characters)");
    List<ParameterGroup> twice =
        List.of(
            new ParameterGroup(Set.of("b.bias"), sgd, 1),
            new ParameterGroup(Set.of("b.weight", "b.bias"), sgd, 2));
    assertThatThrownBy(() -> sgd.with(twice, Regularization.NONE, Clipping.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Parameter \"b.bias\" is in two groups; each must be in one at most");
    assertThatThrownBy(() -> new ParameterGroup(Set.of("b.bias"), sgd, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("learningRateScale must be at least 0, got -1.0");
  }
}
