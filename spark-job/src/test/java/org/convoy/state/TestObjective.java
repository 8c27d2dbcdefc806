package org.convoy.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TestObjective {
  private static final Objective ACCURACY =
      Objective.of(Metric.VALIDATION_ACCURACY, Optional.empty());
  private static final Objective LOSS = Objective.of(Metric.TRAIN_LOSS, Optional.empty());

  private static EpochMetrics epoch(int epoch, double trainLoss, double accuracy) {
    return new EpochMetrics(
        epoch, 0.1, trainLoss, 0.5, 1, accuracy, 100, 2, 1, 3, null, null, null, null);
  }

  private static List<Integer> bestFirst(Objective objective, EpochMetrics... epochs) {
    return Stream.of(epochs).sorted(objective.bestFirst()).map(EpochMetrics::epoch).toList();
  }

  @Test
  void putsTheBestFirst() {
    EpochMetrics[] epochs = {epoch(0, 0.7, 0.6), epoch(1, 0.9, 0.8), epoch(2, 0.8, 0.7)};

    assertThat(bestFirst(ACCURACY, epochs)).containsExactly(1, 2, 0);
    assertThat(bestFirst(LOSS, epochs)).containsExactly(0, 2, 1);
    assertThat(bestFirst(new Objective(Metric.TRAIN_LOSS, Objective.Mode.MAX), epochs))
        .containsExactly(1, 2, 0);
  }

  @Test
  void prefersTheEarlierOfEqualOnesAndAnyNumberToNone() {
    EpochMetrics[] epochs = {
      epoch(0, Double.NaN, Double.NaN), epoch(1, 0.5, 0.5), epoch(2, 0.5, 0.5)
    };

    assertThat(bestFirst(ACCURACY, epochs)).containsExactly(1, 2, 0);
    assertThat(bestFirst(LOSS, epochs)).containsExactly(1, 2, 0);
  }

  @Test
  void isBetterByMoreThanTheDifference() {
    EpochMetrics before = epoch(0, 1, 0.5);

    assertThat(ACCURACY.isBetter(epoch(1, 1, 0.75), before, 0.125)).isTrue();
    assertThat(ACCURACY.isBetter(epoch(1, 1, 0.625), before, 0.125)).isFalse();
    assertThat(ACCURACY.isBetter(before, before, 0)).isFalse();
    assertThat(LOSS.isBetter(epoch(1, 0.75, 0), before, 0.125)).isTrue();
    assertThat(LOSS.isBetter(epoch(1, Double.NaN, 0), before, 0)).isFalse();
    assertThat(LOSS.isBetter(before, epoch(1, Double.NaN, 0), 0)).isTrue();
  }
}
