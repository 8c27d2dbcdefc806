package org.convoy.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TestEarlyStopping {
  private static final Objective LOSS = Objective.of(Metric.VALIDATION_LOSS, Optional.empty());

  private static List<EpochMetrics> losses(double... losses) {
    List<EpochMetrics> history = new ArrayList<>();
    for (double loss : losses) {
      history.add(
          new EpochMetrics(
              history.size(), 0.1, 1, 0.5, loss, 0.5, 100, 2, 1, 3, null, null, null, null));
    }

    return history;
  }

  @Test
  void waitsForImprovementAsLongAsItsPatience() {
    EarlyStopping rule = new EarlyStopping(LOSS, 2, 0);

    assertThat(rule.isOver(losses())).isFalse();
    assertThat(rule.isOver(losses(1))).isFalse();
    assertThat(rule.isOver(losses(1, 1))).isFalse();
    assertThat(rule.isOver(losses(1, 1, 1))).isTrue();
    assertThat(rule.isOver(losses(1, 1, 0.9))).isFalse();
    assertThat(rule.isOver(losses(1, 1, 0.9, 0.95, Double.NaN))).isTrue();
  }

  /** As in PyTorch Lightning, the best so far moves on with improvements only. */
  @Test
  void smallStepsAddUpToAnImprovement() {
    EarlyStopping rule = new EarlyStopping(LOSS, 2, 0.25);

    assertThat(rule.best(losses(1, 0.875, 0.75))).isZero();
    assertThat(rule.isOver(losses(1, 0.875, 0.75))).isTrue();
    assertThat(rule.best(losses(1, 0.875, 0.625))).isEqualTo(2);
    assertThat(rule.isOver(losses(1, 0.875, 0.625))).isFalse();
  }
}
