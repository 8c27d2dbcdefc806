package org.convoy.nn.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.parameter.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the golden cases leave open: states between workers and rounds, momentum of a schedule. */
class TestOptimizers {
  private static final int LENGTH = 2500;
  private static final ParameterLayout LAYOUT = Vectors.layout(LENGTH, Role.WEIGHT);

  static Stream<ElementwiseOptimizer> all() {
    return Stream.of(
        Sgd.plain(),
        Sgd.of(0.9, 1e-3),
        new Sgd(0.9, 0, 1e-3, true),
        Adam.ofDefaults(),
        new Adam(0.9, 0.99, 1e-8, 0.1, true),
        AdamW.ofDefaults(),
        NAdam.ofDefaults(),
        new Adagrad(0.1, 0.1, 0.5, 1e-10),
        Adadelta.ofDefaults(),
        RmsProp.ofDefaults(),
        new RmsProp(0.9, 1e-8, 0.1, 0.5, true));
  }

  /** A worker's vectors over some steps with gradients of its own. */
  private static final class Worker {
    private final Optimizer optimizer;
    private final FloatBuffer parameters;
    private final FloatBuffer state;

    Worker(Optimizer optimizer, float[] parameters, float[] state) {
      this.optimizer = optimizer;
      this.parameters = Vectors.buffer(parameters);
      this.state = Vectors.buffer(state);
    }

    void train(int firstStep, int steps, long seed) {
      for (int step = firstStep; step < firstStep + steps; step++) {
        optimizer.step(
            parameters,
            Vectors.buffer(random(seed + step)),
            state,
            LAYOUT,
            new StepContext(step, 0.01, 0));
      }
    }
  }

  private static float[] random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }

    return values;
  }

  @ParameterizedTest
  @MethodSource("all")
  void continuesFromACopiedStateToTheSameBytes(ElementwiseOptimizer optimizer) {
    Worker whole = new Worker(optimizer, random(1), new float[optimizer.stateSize(LENGTH)]);
    whole.train(0, 3, 100);
    Worker continued =
        new Worker(optimizer, Vectors.values(whole.parameters), Vectors.values(whole.state));
    whole.train(3, 4, 100);
    continued.train(3, 4, 100);

    assertThat(Vectors.values(continued.parameters)).isEqualTo(Vectors.values(whole.parameters));
    assertThat(Vectors.values(continued.state)).isEqualTo(Vectors.values(whole.state));
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyPartOfTheStateIsFiniteAndAverages(ElementwiseOptimizer optimizer) {
    Worker one = new Worker(optimizer, random(1), new float[optimizer.stateSize(LENGTH)]);
    Worker other = new Worker(optimizer, random(1), new float[optimizer.stateSize(LENGTH)]);
    one.train(0, 5, 100);
    other.train(0, 5, 200);
    float[] mean = mean(Vectors.values(one.state), Vectors.values(other.state));
    Worker averaged = new Worker(optimizer, Vectors.values(one.parameters), mean);
    averaged.train(5, 5, 300);

    assertThat(Vectors.values(averaged.parameters))
        .satisfies(values -> assertThat(allFinite(values)).isTrue());
    assertThat(largestChange(Vectors.values(averaged.parameters), Vectors.values(one.parameters)))
        .isBetween(1e-4, 1.0);
  }

  /** With zeros in place of the state, the next steps are as large as the first ones were. */
  @ParameterizedTest
  @MethodSource("all")
  void stepsAfterAResetAreThoseOfAFreshState(ElementwiseOptimizer optimizer) {
    boolean readsTheStep = optimizer instanceof Sgd || optimizer instanceof Adagrad;
    Worker fresh = new Worker(optimizer, random(1), new float[optimizer.stateSize(LENGTH)]);
    Worker reset = new Worker(optimizer, random(1), new float[optimizer.stateSize(LENGTH)]);
    fresh.train(0, 1, 100);
    reset.train(1000, 1, 100 - 1000);

    if (!readsTheStep) {
      assertThat(Vectors.values(reset.parameters)).isEqualTo(Vectors.values(fresh.parameters));
    } else {
      assertThat(largestChange(Vectors.values(reset.parameters), random(1)))
          .isLessThanOrEqualTo(largestChange(Vectors.values(fresh.parameters), random(1)) + 1e-6);
    }
  }

  private static float[] mean(float[] one, float[] other) {
    float[] mean = new float[one.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (((double) one[i] + other[i]) / 2);
    }

    return mean;
  }

  private static boolean allFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }

    return true;
  }

  private static double largestChange(float[] one, float[] other) {
    double largest = 0;
    for (int i = 0; i < one.length; i++) {
      largest = Math.max(largest, Math.abs(one[i] - other[i]));
    }

    return largest;
  }

  /** Numbers by PyTorch 1.13, whose OneCycleLR sets momentum or the first beta of each step. */
  @Test
  void momentumOfAScheduleTakesThePlaceOfTheirOwn() {
    assertCycled(Adam.ofDefaults(), 0.806139f, -1.862481f, 2.882552f);
    assertCycled(Sgd.of(0.9, 0), -0.034500f, -1.019000f, 2.718500f);
    assertCycled(new Sgd(0.9, 0, 0, true), -0.377825f, -0.713150f, 2.551225f);
  }

  private static void assertCycled(Optimizer optimizer, float... expected) {
    List<float[]> gradients =
        List.of(new float[] {3, -4, 1}, new float[] {1, 1, -1}, new float[] {0.5f, -1, 2});
    double[] momenta = {0.95, 0.9, 0.85};
    ParameterLayout layout = Vectors.layout(3, Role.WEIGHT);
    FloatBuffer parameters = Vectors.buffer(1, -2, 3);
    try (OptimizerState state = OptimizerState.create(optimizer, layout)) {
      for (int step = 0; step < momenta.length; step++) {
        optimizer.step(
            parameters,
            Vectors.buffer(gradients.get(step)),
            state.buffer(),
            layout,
            new StepContext(step, 0.1, OptionalDouble.of(momenta[step]), 0));
      }
    }

    assertThat(Vectors.values(parameters)).containsExactly(expected, within(2e-6f));
  }

  /** The gradient is constant: its variance is 0, which rounding may put below. */
  @Test
  void varianceThatRoundsBelowZeroIsNone() {
    RmsProp centered = new RmsProp(0.99, 1e-3, 0, 0, true);
    FloatBuffer parameters = Vectors.buffer(new float[LENGTH]);
    FloatBuffer state = Vectors.buffer(new float[centered.stateSize(LENGTH)]);
    float[] gradients = random(3);
    for (int step = 0; step < 3000; step++) {
      centered.step(
          parameters,
          Vectors.buffer(gradients.clone()),
          state,
          LAYOUT,
          new StepContext(step, 1e-6, 0));
    }

    assertThat(allFinite(Vectors.values(parameters))).isTrue();
  }

  @Test
  void equalSettingsMakeEqualOptimizers() {
    assertThat(all().toList()).isEqualTo(all().toList());
    assertThat(all().map(ElementwiseOptimizer::weightDecay))
        .containsExactlyElementsOf(
            Arrays.asList(0.0, 1e-3, 1e-3, 0.0, 0.1, 0.01, 0.0, 0.1, 0.0, 0.0, 0.1));
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void refusesWhatPyTorchRefuses() {
    assertRefused(
        () -> new Adam(1, 0.9, 0, 0, false), "beta1 must be at least 0 and below 1, got 1.0");
    assertRefused(
        () -> new AdamW(0.9, -0.1, 0, 0, false), "beta2 must be at least 0 and below 1, got -0.1");
    assertRefused(() -> new Adam(0, 0, -1, 0, false), "eps must be at least 0, got -1.0");
    assertRefused(() -> new NAdam(0, 0, 0, 0, -1), "momentumDecay must be at least 0, got -1.0");
    assertRefused(() -> new Adagrad(-1, 0, 0, 0), "lrDecay must be at least 0, got -1.0");
    assertRefused(
        () -> new Adagrad(0, 0, -1, 0), "initialAccumulatorValue must be at least 0, got -1.0");
    assertRefused(() -> new Adadelta(1.5, 0, 0), "rho must be from 0 to 1, got 1.5");
    assertRefused(() -> new RmsProp(-1, 0, 0, 0, false), "alpha must be from 0 to 1, got -1.0");
    assertRefused(
        () -> new RmsProp(0, 0, Double.NaN, 0, false), "weightDecay must be at least 0, got NaN");
  }
}
