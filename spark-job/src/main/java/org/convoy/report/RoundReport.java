package org.convoy.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.convoy.report.ReportData.Point;
import org.convoy.report.ReportData.Rounds;
import org.convoy.report.ReportData.WorkerTotal;
import org.convoy.state.RoundMetrics;
import org.convoy.state.RoundMetrics.Worker;
import org.convoy.state.RoundSeconds;

/** What the page is told of a run's rounds. */
final class RoundReport {
  /** As many as a plot has pixels. */
  private static final int POINTS = 600;

  private RoundReport() {}

  /** Of all rounds, in order. */
  static Rounds of(List<RoundMetrics> rounds) {
    return new Rounds(points(rounds), seconds(rounds), workers(rounds));
  }

  private static List<Point> points(List<RoundMetrics> rounds) {
    int together = (rounds.size() - 1) / POINTS + 1;
    List<Point> points = new ArrayList<>();
    for (int from = 0; from < rounds.size(); from += together) {
      points.add(point(rounds.subList(from, Math.min(rounds.size(), from + together))));
    }

    return points;
  }

  private static Point point(List<RoundMetrics> rounds) {
    RoundMetrics last = rounds.get(rounds.size() - 1);
    return new Point(
        last.epoch() + (last.round() + 1.0) / last.rounds(),
        meanOfImages(rounds, RoundMetrics::loss),
        meanOfImages(rounds, RoundMetrics::accuracy),
        mean(rounds, RoundMetrics::learningRate),
        mean(rounds, RoundMetrics::gradientNorm),
        images(rounds) / sum(rounds, RoundSeconds::wall));
  }

  private static double images(List<RoundMetrics> rounds) {
    return rounds.stream().mapToLong(RoundMetrics::images).sum();
  }

  /** The last round of an epoch may have fewer images than the others. */
  private static double meanOfImages(
      List<RoundMetrics> rounds, ToDoubleFunction<RoundMetrics> value) {
    return rounds.stream().mapToDouble(round -> value.applyAsDouble(round) * round.images()).sum()
        / images(rounds);
  }

  private static double mean(List<RoundMetrics> rounds, ToDoubleFunction<RoundMetrics> value) {
    return rounds.stream().mapToDouble(value).average().orElseThrow();
  }

  private static RoundSeconds seconds(List<RoundMetrics> rounds) {
    return new RoundSeconds(
        sum(rounds, RoundSeconds::wall),
        sum(rounds, RoundSeconds::data),
        sum(rounds, RoundSeconds::compute),
        sum(rounds, RoundSeconds::synchronisation),
        sum(rounds, RoundSeconds::checkpoint));
  }

  private static double sum(List<RoundMetrics> rounds, ToDoubleFunction<RoundSeconds> value) {
    return rounds.stream().map(RoundMetrics::seconds).mapToDouble(value).sum();
  }

  private static List<WorkerTotal> workers(List<RoundMetrics> rounds) {
    Map<Integer, List<Worker>> parts =
        rounds.stream()
            .flatMap(round -> round.workers().stream())
            .collect(Collectors.groupingBy(Worker::worker, TreeMap::new, Collectors.toList()));
    return parts.entrySet().stream()
        .map(
            worker ->
                new WorkerTotal(
                    worker.getKey(),
                    worker.getValue().stream()
                        .map(Worker::host)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", ")),
                    worker.getValue().stream().mapToLong(Worker::images).sum(),
                    worker.getValue().stream().mapToDouble(Worker::dataSeconds).sum(),
                    worker.getValue().stream().mapToDouble(Worker::computeSeconds).sum()))
        .toList();
  }
}
