package org.convoy.nn.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the golden cases leave open; numbers without explanation are PyTorch 1.13's. */
class TestSchedules {

  private static void assertRates(LearningRateSchedule schedule, double... expected) {
    double[] actual =
        LongStream.range(0, expected.length).mapToDouble(schedule::learningRate).toArray();
    assertThat(actual).containsExactly(expected, within(1e-12));
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void constant() {
    assertRates(new ConstantLR(0.1, 0.5, 2), 0.05, 0.05, 0.1, 0.1);
    assertRates(ConstantLR.of(0.1), 0.1, 0.1, 0.1);
  }

  @Test
  void noIterationsAsInPyTorch() {
    assertRates(new ConstantLR(0.1, 0.5, 0), 0.05, 0.05, 0.05);
    assertRates(new LinearLR(0.1, 0.5, 1, 0), 0.05, 0.05, 0.05);
    assertRates(new PolynomialLR(0.1, 0, 2), 0.1, 0.1, 0.1);
  }

  @Test
  void milestonesInAnyOrderAndTwice() {
    assertRates(new MultiStepLR(1, List.of(3L, 1L, 3L), 0.5), 1, 0.5, 0.5, 0.125);
    assertRates(new MultiStepLR(1, List.of(0L), 0.5), 0.5, 0.5);
  }

  @Test
  void cosineRisesAgainAfterItsLowest() {
    assertRates(new CosineAnnealingLR(1, 2, 0.5), 1, 0.75, 0.5, 0.75, 1, 0.75);
  }

  @Test
  void restartsStayExactAfterManySteps() {
    CosineAnnealingWarmRestarts doubling = new CosineAnnealingWarmRestarts(1, 1, 2, 0);

    assertThat(doubling.learningRate((1L << 40) - 1)).isEqualTo(1);
    assertThat(doubling.learningRate((1L << 40) - 1 + (1L << 39))).isEqualTo(0.5, within(1e-12));
    assertThat(new CosineAnnealingWarmRestarts(1, 2, Long.MAX_VALUE, 0).learningRate(2))
        .isEqualTo(1);
  }

  @Test
  void oneCycleInThreePhases() {
    OneCycleLR schedule =
        new OneCycleLR(1, 10, 0.4, Annealing.LINEAR, 4, 10, OneCycleLR.Phases.THREE);

    assertRates(schedule, 0.25, 0.5, 0.75, 1, 0.75, 0.5, 0.25, 0.175, 0.1, 0.025);
  }

  @Test
  void oneCycleEndsWithItsLastStep() {
    assertRefused(
        () -> OneCycleLR.of(0.1, 10).learningRate(11), "step must be from 0 to 10, got 11");
  }

  @Test
  void oneCycleWhoseWarmUpHasNoLength() {
    assertThat(
            new OneCycleLR(1, 10, 0.1, Annealing.COS, 4, 10, OneCycleLR.Phases.TWO).learningRate(0))
        .isEqualTo(1);
  }

  @Test
  void oneCycleOfTheMomentum() {
    LearningRateSchedule two =
        new OneCycleLR(1, 10, 0.4, Annealing.COS, 25, 1e4, OneCycleLR.Phases.TWO)
            .withMomentum(0.85, 0.95);
    LearningRateSchedule three =
        new OneCycleLR(1, 10, 0.4, Annealing.LINEAR, 4, 10, OneCycleLR.Phases.THREE)
            .withMomentum(0.5, 0.8);

    assertMomenta(two, 0.95, 0.925, 0.875, 0.85, 0.856699, 0.875, 0.9, 0.925, 0.943301, 0.95);
    assertMomenta(three, 0.8, 0.7, 0.6, 0.5, 0.6, 0.7, 0.8, 0.8, 0.8, 0.8);
    assertRates(three, 0.25, 0.5, 0.75, 1, 0.75, 0.5, 0.25, 0.175, 0.1, 0.025);
    assertMomenta(three.perEpoch(2), 0.8, 0.8, 0.7, 0.7);
    LearningRateSchedule warmed = SequentialLR.warmUp(2, 0.5, three);
    assertThat(warmed.momentum(1)).isEmpty();
    assertThat(warmed.momentum(3).orElseThrow()).isEqualTo(0.7, within(1e-12));
    assertRefused(
        () -> OneCycleLR.of(1, 10).withMomentum(0.8, 1),
        "maxMomentum must be at least 0 and below 1, got 1.0");
  }

  private static void assertMomenta(LearningRateSchedule schedule, double... expected) {
    double[] actual =
        LongStream.range(0, expected.length)
            .mapToDouble(step -> schedule.momentum(step).orElseThrow())
            .toArray();
    assertThat(actual).containsExactly(expected, within(1e-6));
  }

  @Test
  void plateauOfARisingMetricWithCooldownAndFloor() {
    ReduceLROnPlateau schedule =
        new ReduceLROnPlateau(
            ReduceLROnPlateau.Mode.MAX,
            0.1,
            1,
            0.1,
            ReduceLROnPlateau.ThresholdMode.ABS,
            2,
            0.005,
            1e-8);
    double[] metrics = {1, 1.1, 1.05, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, Double.NaN, 2};
    double[] expected = {1, 1, 0.1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.01, 0.01, 0.005, 0.005};
    ReduceLROnPlateau.State state = schedule.start(1);
    for (int index = 0; index < metrics.length; index += 1) {
      state = schedule.next(state, metrics[index]);
      assertThat(state.learningRate())
          .as("after metric %d", index)
          .isEqualTo(expected[index], within(1e-12));
    }
  }

  @Test
  void plateauLeavesOutReductionsWithinEps() {
    ReduceLROnPlateau schedule = ReduceLROnPlateau.of(ReduceLROnPlateau.Mode.MIN);
    ReduceLROnPlateau.State worn = new ReduceLROnPlateau.State(1e-8, 0, 10, 0);

    assertThat(schedule.next(worn, 1)).isEqualTo(new ReduceLROnPlateau.State(1e-8, 0, 0, 0));
    assertThat(schedule.start(1))
        .isEqualTo(new ReduceLROnPlateau.State(1, Double.POSITIVE_INFINITY, 0, 0));
  }

  @Test
  void schedulesFollowEachOther() {
    SequentialLR schedule =
        new SequentialLR(
            List.of(new ConstantLR(1, 0.1, 2), new ExponentialLR(1, 0.9), ConstantLR.of(7)),
            List.of(2L, 5L));

    assertRates(schedule, 0.1, 0.1, 1, 0.9, 0.81, 7, 7);
  }

  @Test
  void warmUpLeadsToAnySchedule() {
    assertRates(SequentialLR.warmUp(2, 0.5, new StepLR(0.4, 2, 0.5)), 0.2, 0.3, 0.4, 0.4, 0.2, 0.2);
    assertRates(
        SequentialLR.warmUp(2, 0.5, OneCycleLR.of(1, 10)),
        0.02,
        0.03,
        0.04,
        OneCycleLR.of(1, 10).learningRate(1));
    assertRates(SequentialLR.warmUp(0, 0.5, new StepLR(0.4, 1, 0.5)), 0.4, 0.2);
  }

  @Test
  void stepsTakenAsEpochs() {
    assertRates(new ExponentialLR(1, 0.5).perEpoch(3), 1, 1, 1, 0.5, 0.5, 0.5, 0.25);
    assertRefused(() -> ConstantLR.of(1).perEpoch(0), "stepsPerEpoch must be at least 1, got 0");
  }

  @Test
  void argumentsOutOfRange() {
    assertRefused(() -> new StepLR(-0.1, 1, 0.1), "baseLearningRate must be at least 0, got -0.1");
    assertRefused(
        () -> new StepLR(Double.NaN, 1, 0.1), "baseLearningRate must be at least 0, got NaN");
    assertRefused(() -> new StepLR(0.1, 0, 0.1), "stepSize must be at least 1, got 0");
    assertRefused(() -> new ExponentialLR(0.1, 0), "gamma must be above 0, got 0.0");
    assertRefused(() -> new ConstantLR(0.1, 0, 5), "factor must be above 0 and at most 1, got 0.0");
    assertRefused(
        () -> new LinearLR(0.1, 1.5, 1, 5), "startFactor must be above 0 and at most 1, got 1.5");
    assertRefused(() -> new LinearLR(0.1, 0.5, -1, 5), "endFactor must be from 0 to 1, got -1.0");
    assertRefused(() -> new LinearLR(0.1, 0.5, 1, -5), "totalIters must be at least 0, got -5");
    assertRefused(() -> new PolynomialLR(0.1, 5, -1), "power must be at least 0, got -1.0");
    assertRefused(() -> new CosineAnnealingLR(0.1, 0, 0), "tMax must be at least 1, got 0");
    assertRefused(
        () -> new CosineAnnealingWarmRestarts(0.1, 1, 0, 0), "tMult must be at least 1, got 0");
    assertRefused(
        () -> new OneCycleLR(1, 10, 1.5, Annealing.COS, 4, 10, OneCycleLR.Phases.TWO),
        "pctStart must be from 0 to 1, got 1.5");
    assertRefused(
        () -> new SequentialLR(List.of(ConstantLR.of(1)), List.of(1L)),
        "schedules must be one more than milestones, but are 1 and 1");
    assertRefused(
        () ->
            new SequentialLR(
                List.of(ConstantLR.of(1), ConstantLR.of(1), ConstantLR.of(1)), List.of(2L, 1L)),
        "milestones must rise, but are [2, 1]");
    assertRefused(
        () ->
            new ReduceLROnPlateau(
                ReduceLROnPlateau.Mode.MIN, 1, 10, 0, ReduceLROnPlateau.ThresholdMode.REL, 0, 0, 0),
        "factor must be at least 0 and below 1, got 1.0");
  }
}
