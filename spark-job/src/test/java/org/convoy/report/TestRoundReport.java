package org.convoy.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.convoy.report.ReportData.Rounds;
import org.convoy.report.ReportData.WorkerTotal;
import org.convoy.state.RoundMetrics;
import org.convoy.state.RoundMetrics.Worker;
import org.convoy.state.RoundSeconds;
import org.junit.jupiter.api.Test;

final class TestRoundReport {
  private static RoundMetrics round(int round, int rounds) {
    return new RoundMetrics(
        1,
        round,
        rounds,
        3,
        round,
        0.5,
        0.1,
        2,
        10,
        new RoundSeconds(1, 0.25, 0.5, 0.125, 0.125),
        List.of(
            new Worker(0, "1", "b", 2, 1.0, 1.0, 0.25, 0.5, 0.25),
            new Worker(1, "2", round % 2 == 0 ? "a" : "b", 1, 1.0, 1.0, 0.5, 0.25, 0.25)));
  }

  private static Rounds of(int rounds) {
    return RoundReport.of(
        IntStream.range(0, rounds).mapToObj(round -> round(round, rounds)).toList());
  }

  @Test
  void placesRoundsInTheirEpoch() {
    assertThat(of(4).points().stream().map(ReportData.Point::epoch))
        .containsExactly(1.25, 1.5, 1.75, 2.0);
  }

  @Test
  void makesNeighboursOneWhereThereAreMany() {
    List<ReportData.Point> points = of(1801).points();

    assertThat(points).hasSize(451);
    assertThat(points.get(0).loss()).isEqualTo(1.5);
    assertThat(points.get(450).epoch()).isEqualTo(2);
  }

  @Test
  void aPointIsTheMeanOfItsImages() {
    List<RoundMetrics> rounds =
        IntStream.range(0, 602)
            .mapToObj(
                round -> round % 2 == 0 ? weighted(round, 30, 1, 2) : weighted(round, 10, 3, 8))
            .toList();

    ReportData.Point first = RoundReport.of(rounds).points().get(0);

    assertThat(first.loss()).as("(30 · 1 + 10 · 3) / 40").isEqualTo(1.5);
    assertThat(first.imagesPerSecond()).as("40 / (2 + 8)").isEqualTo(4);
  }

  private static RoundMetrics weighted(int round, long images, double loss, double wall) {
    return new RoundMetrics(
        0,
        round,
        602,
        images,
        loss,
        0.5,
        0.1,
        2,
        images / wall,
        new RoundSeconds(wall, 0, wall, 0, 0),
        List.of());
  }

  @Test
  void addsUpSecondsAndWorkers() {
    assertThat(of(4).seconds()).isEqualTo(new RoundSeconds(4, 1, 2, 0.5, 0.5));
    assertThat(of(4).workers())
        .containsExactly(new WorkerTotal(0, "b", 8, 1, 2), new WorkerTotal(1, "a, b", 4, 2, 1));
  }
}
