package org.convoy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.convoy.config.binding.ConfigException;
import org.convoy.nn.schedule.LearningRateSchedule;
import org.junit.jupiter.api.Test;

/** Four epochs of two steps, from the learning rate 1. */
class TestScheduleConfig {
  private static final int EPOCHS = 4;
  private static final int STEPS_PER_EPOCH = 2;

  private static ConvoyConfig config(String schedule, String... more) {
    String text = "data.path = /data\noptimizer.learningRate = 1\nschedule { " + schedule + " }";
    return ConvoyConfig.parse("test.conf", text, List.of(more));
  }

  private static LearningRateSchedule schedule(ConvoyConfig config, Double... measurements) {
    return config
        .schedule()
        .toSchedule(config.optimizer(), EPOCHS, STEPS_PER_EPOCH, List.of(measurements));
  }

  private static void assertRates(String schedule, double... expected) {
    LearningRateSchedule rates = schedule(config(schedule));
    double[] actual =
        LongStream.range(0, expected.length).mapToDouble(rates::learningRate).toArray();
    assertThat(actual).containsExactly(expected, within(1e-12));
  }

  @Test
  void constant() {
    assertRates("name = constant", 1, 1, 1, 1, 1, 1, 1, 1);
    assertRates("name = constant, factor = 0.5", 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5);
    assertRates("name = constant, factor = 0.5, totalIters = 1", 0.5, 0.5, 1, 1);
  }

  @Test
  void stepsCountEpochsOrSteps() {
    assertRates("name = step, stepSize = 2", 1, 1, 1, 1, 0.1, 0.1);
    assertRates("name = step, stepSize = 2, interval = step", 1, 1, 0.1, 0.1, 0.01, 0.01);
    assertRates(
        "name = multi-step, milestones = [3, 1], gamma = 0.5", 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25);
    assertRates("name = exponential, gamma = 0.5, interval = step", 1, 0.5, 0.25, 0.125);
  }

  @Test
  void cosineEndsWithTheTraining() {
    double quarter = 0.6 + 0.4 * Math.cos(Math.PI / 4);
    double threeQuarters = 0.6 - 0.4 * Math.cos(Math.PI / 4);
    assertRates(
        "etaMin = 0.2", 1, 1, quarter, quarter, 0.6, 0.6, threeQuarters, threeQuarters, 0.2);
    assertRates("etaMin = 0.2, interval = step", 1, 0.6 + 0.4 * Math.cos(Math.PI / 8));
    assertRates("tMax = 2", 1, 1, 0.5, 0.5, 0, 0, 0.5, 0.5);
    assertRates("name = cosine-warm-restarts, t0 = 2", 1, 1, 0.5, 0.5, 1, 1, 0.5, 0.5);
  }

  @Test
  void linesTakeTheTrainingUnlessToldOtherwise() {
    assertRates("name = linear, startFactor = 1, endFactor = 0", 1, 1, 0.75, 0.75, 0.5, 0.5);
    assertRates("name = linear, totalIters = 2, interval = step", 1 / 3.0, 2 / 3.0, 1, 1);
    assertRates("name = polynomial", 1, 1, 0.75, 0.75, 0.5, 0.5, 0.25, 0.25, 0);
    assertRates("name = polynomial, power = 2, totalIters = 2", 1, 1, 0.25, 0.25, 0, 0);
  }

  @Test
  void trainingThatIsShorterThanItsWarmUpIsAllWarmUp() {
    ConvoyConfig config =
        ConvoyConfig.parse(
            "a.conf",
            "data.path = /x, epochs = 2, optimizer.learningRate = 1, schedule.warmupEpochs = 5",
            List.of());
    LearningRateSchedule schedule =
        config.schedule().toSchedule(config.optimizer(), config.epochs(), 2, List.of());

    assertThat(schedule.learningRate(0)).isEqualTo(0.01);
    assertThat(schedule.learningRate(1)).isEqualTo(0.2575);
    assertThat(schedule.learningRate(3)).isEqualTo(0.7525);
  }

  @Test
  void warmUpRisesWithEveryStepAndShortensTheSchedule() {
    assertRates("etaMin = 0.2, warmupEpochs = 2", 0.01, 0.2575, 0.505, 0.7525, 1, 1, 0.6, 0.6, 0.2);
  }

  @Test
  void oneCycleCountsStepsAndCyclesTheMomentum() {
    LearningRateSchedule cycle =
        schedule(config("name = one-cycle, pctStart = 0.5, annealStrategy = linear"));

    assertThat(cycle.learningRate(0)).isEqualTo(1 / 25.0, within(1e-12));
    assertThat(cycle.learningRate(3)).isEqualTo(1, within(1e-12));
    assertThat(cycle.learningRate(7)).isEqualTo(1 / 25e4, within(1e-12));
    assertThat(cycle.momentum(0)).hasValue(0.95);
    assertThat(cycle.momentum(3).orElseThrow()).isEqualTo(0.85, within(1e-12));
  }

  @Test
  void oneCycleLeavesTheMomentumOfOptimizersWithout() {
    assertThat(schedule(config("name = one-cycle", "optimizer.momentum=0")).momentum(0)).isEmpty();
    assertThat(schedule(config("name = one-cycle", "optimizer.name=adagrad")).momentum(0))
        .isEmpty();
    assertThat(schedule(config("name = one-cycle", "optimizer.name=adam")).momentum(0))
        .hasValue(0.95);
    assertThat(schedule(config("name = one-cycle, cycleMomentum = false")).momentum(0)).isEmpty();
  }

  @Test
  void oneCycleMustNotEndBeforeTheTraining() {
    ConvoyConfig config = config("name = one-cycle, totalSteps = 7");

    assertThatThrownBy(() -> schedule(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith(
            "schedule.totalSteps = 7: must be at least the 8 units of the training after the"
                + " warm-up");
    assertThat(schedule(config("name = one-cycle, totalSteps = 9")).learningRate(7)).isPositive();
  }

  @Test
  void plateausAreFoundInTheEpochsSoFar() {
    ConvoyConfig losses = config("name = reduce-on-plateau, patience = 0, factor = 0.5");

    assertThat(losses.schedule().watchesAccuracy()).isFalse();
    assertThat(schedule(losses).learningRate(0)).isEqualTo(1);
    assertThat(schedule(losses, 3.0, 2.0).learningRate(4)).isEqualTo(1);
    assertThat(schedule(losses, 3.0, 2.0, 2.5).learningRate(6)).isEqualTo(0.5);
    assertThat(schedule(losses, 3.0, 3.0, 3.0).learningRate(6)).isEqualTo(0.25);
    ConvoyConfig accuracies =
        config("name = reduce-on-plateau, mode = max, patience = 0, minLr = 0.3, factor = 0.5");
    assertThat(accuracies.schedule().watchesAccuracy()).isTrue();
    assertThat(schedule(accuracies, 0.5, 0.6).learningRate(4)).isEqualTo(1);
    assertThat(schedule(accuracies, 0.6, 0.5, 0.5).learningRate(6)).isEqualTo(0.3);
  }

  @Test
  void plateausAreLookedForAfterTheWarmUp() {
    ConvoyConfig config = config("name = reduce-on-plateau, patience = 0, warmupEpochs = 2");

    assertThat(schedule(config).learningRate(2)).isEqualTo(0.505, within(1e-12));
    assertThat(schedule(config, 3.0, 4.0).learningRate(4)).isEqualTo(1);
    assertThat(schedule(config, 3.0, 4.0, 5.0).learningRate(6)).isEqualTo(1);
    assertThat(schedule(config, 3.0, 4.0, 5.0, 6.0).learningRate(8)).isEqualTo(0.1, within(1e-12));
  }
}
