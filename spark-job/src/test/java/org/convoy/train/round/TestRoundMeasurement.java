package org.convoy.train.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.convoy.state.ModelState;
import org.convoy.state.RoundMetrics;
import org.convoy.state.SynchronizedState;
import org.convoy.state.Tally;
import org.convoy.state.TrainingState;
import org.convoy.strategy.WorkerReport;
import org.convoy.strategy.WorkerTime;
import org.junit.jupiter.api.Test;

final class TestRoundMeasurement {
  private static final Offset<Double> EXACT = within(1e-9);
  private static final long SECOND = 1_000_000_000;
  private static final ModelState MODEL = new ModelState(new float[0], new float[0]);

  private static WorkerReport report(int worker, String executor, long from, long to) {
    double busy = to - from;
    return new WorkerReport(
        worker,
        new Tally(64, 32, 64, 16),
        worker + 1,
        new WorkerTime(executor, "node", from * SECOND, to * SECOND, 0.25 * busy, 0.75 * busy));
  }

  private static RoundMetrics metrics(WorkerReport... reports) {
    return RoundMeasurement.of(
        TrainingState.initial(SynchronizedState.of(MODEL)), 5, List.of(reports), 0.1, 10, 1);
  }

  @Test
  void workersOfASlotRunOneAfterAnother() {
    RoundMetrics round = metrics(report(0, "1", 100, 102), report(1, "1", 103, 105));

    assertThat(round.seconds().data()).isCloseTo(1, EXACT);
    assertThat(round.seconds().compute()).isCloseTo(3, EXACT);
    assertThat(round.seconds().checkpoint()).isEqualTo(1);
    assertThat(round.workers().get(0).syncSeconds()).isCloseTo(7, EXACT);
    assertThat(round.seconds().synchronisation()).isCloseTo(5, EXACT);
  }

  @Test
  void workersOfSeveralSlotsRunSideBySide() {
    RoundMetrics round =
        metrics(report(0, "1", 100, 104), report(1, "1", 101, 106), report(2, "1", 102, 103));

    assertThat(round.seconds().data() + round.seconds().compute()).isCloseTo(6, EXACT);
    assertThat(round.seconds().synchronisation()).isCloseTo(3, EXACT);
  }

  /** Their clocks have nothing to do with each other. */
  @Test
  void theSlowestProcessCounts() {
    RoundMetrics round = metrics(report(0, "1", 100, 102), report(1, "2", 7000, 7008));

    assertThat(round.seconds().data()).isCloseTo(2, EXACT);
    assertThat(round.seconds().compute()).isCloseTo(6, EXACT);
    assertThat(round.seconds().synchronisation()).isCloseTo(1, EXACT);
  }

  @Test
  void aWorkerWithoutSamplesHasNoLoss() {
    WorkerReport idle = new WorkerReport(1, Tally.EMPTY, Double.NaN, WorkerTime.NONE);

    RoundMetrics round = metrics(report(0, "1", 100, 102), idle);

    assertThat(round.gradientNorm()).isEqualTo(1);
    assertThat(round.loss()).isEqualTo(0.5);
    assertThat(round.imagesPerSecond()).isCloseTo(6.4, EXACT);
    assertThat(round.workers().get(0).loss()).isEqualTo(0.5);
    assertThat(round.workers().get(1).loss()).isNull();
    assertThat(round.workers().get(1).gradientNorm()).isNull();
  }
}
