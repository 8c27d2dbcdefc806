package org.convoy.train.round;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.convoy.state.RoundMetrics;
import org.convoy.state.RoundSeconds;
import org.convoy.state.Tally;
import org.convoy.state.TrainingState;
import org.convoy.strategy.WorkerReport;
import org.convoy.strategy.WorkerTime;

/** Makes metrics of what the workers of a round report. */
public final class RoundMeasurement {
  private RoundMeasurement() {}

  /**
   * Of one round.
   *
   * @param before the training's state when it began
   * @param rounds of the epoch
   * @param reports of its workers, in their order
   * @param learningRate of its last step
   * @param wallSeconds it took
   * @param checkpointSeconds of these, in which it waited for a checkpoint
   */
  public static RoundMetrics of(
      TrainingState before,
      int rounds,
      List<WorkerReport> reports,
      double learningRate,
      double wallSeconds,
      double checkpointSeconds) {
    Tally tally = reports.stream().map(WorkerReport::tally).reduce(Tally.EMPTY, Tally::plus);
    return new RoundMetrics(
        before.epoch(),
        before.round(),
        rounds,
        tally.samples(),
        tally.loss(),
        tally.accuracy(),
        learningRate,
        gradientNorm(reports),
        tally.samples() / wallSeconds,
        seconds(reports, wallSeconds, checkpointSeconds),
        reports.stream().map(report -> worker(report, wallSeconds - checkpointSeconds)).toList());
  }

  private static double gradientNorm(List<WorkerReport> reports) {
    return reports.stream()
        .filter(report -> report.tally().samples() > 0)
        .mapToDouble(WorkerReport::gradientNorm)
        .average()
        .orElse(Double.NaN);
  }

  private static RoundMetrics.Worker worker(WorkerReport report, double seconds) {
    double own = (report.time().endNanos() - report.time().startNanos()) / 1e9;
    boolean isIdle = report.tally().samples() == 0;
    return new RoundMetrics.Worker(
        report.worker(),
        report.time().executor(),
        report.time().host(),
        report.tally().samples(),
        isIdle ? null : report.tally().loss(),
        isIdle ? null : report.gradientNorm(),
        report.time().dataSeconds(),
        report.time().trainSeconds(),
        Math.max(0, seconds - own));
  }

  /** What is neither for data nor for computing in the slowest process went into the rest. */
  private static RoundSeconds seconds(List<WorkerReport> reports, double wall, double checkpoint) {
    Busy busy =
        byProcess(reports).values().stream()
            .map(Busy::of)
            .max(Comparator.comparingDouble(Busy::seconds))
            .orElse(new Busy(0, 0));
    double data = busy.seconds() * busy.dataShare();
    return new RoundSeconds(
        wall,
        data,
        busy.seconds() - data,
        Math.max(0, wall - checkpoint - busy.seconds()),
        checkpoint);
  }

  private static Map<String, List<WorkerTime>> byProcess(List<WorkerReport> reports) {
    return reports.stream()
        .map(WorkerReport::time)
        .collect(Collectors.groupingBy(WorkerTime::executor));
  }

  /** Workers of one process run one after another or side by side, as it has slots. */
  private record Busy(double seconds, double dataShare) {
    static Busy of(List<WorkerTime> times) {
      double data = times.stream().mapToDouble(WorkerTime::dataSeconds).sum();
      double all = data + times.stream().mapToDouble(WorkerTime::trainSeconds).sum();
      return new Busy(covered(times) / 1e9, all > 0 ? data / all : 0);
    }

    /** Nanoseconds in which at least one of them ran. */
    private static long covered(List<WorkerTime> times) {
      List<WorkerTime> sorted =
          times.stream().sorted(Comparator.comparingLong(WorkerTime::startNanos)).toList();
      long covered = 0;
      long end = sorted.get(0).startNanos();
      for (WorkerTime time : sorted) {
        covered += Math.max(0, time.endNanos() - Math.max(end, time.startNanos()));
        end = Math.max(end, time.endNanos());
      }

      return covered;
    }
  }
}
