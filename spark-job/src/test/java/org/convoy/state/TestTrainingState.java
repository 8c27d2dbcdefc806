package org.convoy.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TestTrainingState {
  private static final ModelState MODEL = new ModelState(new float[] {1}, new float[0]);
  private static final SynchronizedState START =
      new SynchronizedState(
          MODEL, List.of(new float[] {3}), Map.of("outer.momentum", new float[] {2}));
  private static final EpochMetrics METRICS =
      new EpochMetrics(0, 0.1, 1.5, 0.5, 1.2, 0.6, 100, 2, 0.5, 3, null, null, null, null);

  @Test
  void countsRoundsAndSamplesOfAnEpoch() {
    TrainingState state =
        TrainingState.initial(START)
            .afterRound(START, new Tally(10, 20, 10, 5), new Timing(1.5, 1, 2))
            .afterRound(START, new Tally(30, 10, 30, 15), new Timing(2, 0.5, 3));

    assertThat(state.epoch()).isZero();
    assertThat(state.round()).isEqualTo(2);
    assertThat(state.timing()).isEqualTo(new Timing(3.5, 1.5, 5));
    assertThat(state.tally()).isEqualTo(new Tally(40, 30, 40, 20));
    assertThat(state.tally().loss()).isEqualTo(0.75);
    assertThat(state.tally().accuracy()).isEqualTo(0.5);
  }

  @Test
  void startsTheNextEpochAfresh() {
    TrainingState state =
        TrainingState.initial(START)
            .afterRound(START, new Tally(10, 20, 10, 5), new Timing(1.5, 1, 2))
            .afterEpoch(METRICS);

    assertThat(state)
        .isEqualTo(new TrainingState(1, 0, START, Tally.EMPTY, Timing.ZERO, List.of(METRICS)));
  }
}
