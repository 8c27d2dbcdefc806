package org.convoy.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TestScheduleConfig {

  private static ScheduleConfig config(
      ScheduleConfig.Name name, ScheduleConfig.Unit unit, int warmupEpochs) {
    return new ScheduleConfig(name, Optional.of(2), 0.1, 0.2, unit, warmupEpochs);
  }

  private static void assertRates(ScheduleConfig config, double... expected) {
    double[] actual =
        LongStream.range(0, expected.length)
            .mapToDouble(config.toSchedule(1, 4, 2)::learningRate)
            .toArray();
    assertThat(actual).containsExactly(expected, within(1e-12));
  }

  @Test
  void constant() {
    assertRates(config(ScheduleConfig.Name.CONSTANT, ScheduleConfig.Unit.EPOCH, 0), 1, 1, 1, 1);
  }

  @Test
  void stepsCountEpochsOrSteps() {
    assertRates(
        config(ScheduleConfig.Name.STEP, ScheduleConfig.Unit.EPOCH, 0), 1, 1, 1, 1, 0.1, 0.1);
    assertRates(
        config(ScheduleConfig.Name.STEP, ScheduleConfig.Unit.STEP, 0), 1, 1, 0.1, 0.1, 0.01, 0.01);
  }

  @Test
  void cosineEndsWithTheTraining() {
    double quarter = 0.6 + 0.4 * Math.cos(Math.PI / 4);
    double threeQuarters = 0.6 - 0.4 * Math.cos(Math.PI / 4);
    assertRates(
        config(ScheduleConfig.Name.COSINE, ScheduleConfig.Unit.EPOCH, 0),
        1,
        1,
        quarter,
        quarter,
        0.6,
        0.6,
        threeQuarters,
        threeQuarters,
        0.2);
    assertThat(
            config(ScheduleConfig.Name.COSINE, ScheduleConfig.Unit.STEP, 0)
                .toSchedule(1, 4, 2)
                .learningRate(1))
        .isEqualTo(0.6 + 0.4 * Math.cos(Math.PI / 8), within(1e-12));
  }

  @Test
  void warmUpRisesWithEveryStepAndShortensTheSchedule() {
    assertRates(
        config(ScheduleConfig.Name.COSINE, ScheduleConfig.Unit.EPOCH, 2),
        0.01,
        0.2575,
        0.505,
        0.7525,
        1,
        1,
        0.6,
        0.6,
        0.2);
  }
}
