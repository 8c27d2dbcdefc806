package org.convoy.golden.training;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.convoy.golden.reference.Attempt;
import org.convoy.golden.reference.Check;
import org.convoy.golden.reference.Comparison;
import org.convoy.golden.reference.GoldenCase;
import org.convoy.nn.schedule.LearningRateSchedule;

/** The learning rate, and a cycle's momentum, of every step. */
final class ScheduleCheck implements Check {
  static final double TOLERANCE = 1e-9;

  @Override
  public List<Attempt> attempts(GoldenCase golden) {
    LearningRateSchedule schedule = Schedules.of(golden.op(), golden.arguments());
    return List.of(Attempt.of(comparison -> compare(golden, schedule, comparison)));
  }

  private static void compare(
      GoldenCase golden, LearningRateSchedule schedule, Comparison comparison) {
    int steps = golden.tensor("lrs").size();
    comparison.values(
        "lrs",
        IntStream.range(0, steps).mapToDouble(schedule::learningRate).toArray(),
        tolerance(golden, "lrs"));
    if (golden.has("momentums")) {
      comparison.values(
          "momentums",
          IntStream.range(0, golden.tensor("momentums").size())
              .mapToObj(schedule::momentum)
              .mapToDouble(ScheduleCheck::orNaN)
              .toArray(),
          tolerance(golden, "momentums"));
    }
  }

  private static double orNaN(OptionalDouble momentum) {
    return momentum.orElse(Double.NaN);
  }

  /** Numbers that were stored as float32 have no nine digits. */
  static double tolerance(GoldenCase golden, String tensor) {
    return switch (golden.tensor(tensor).dataType()) {
      case F64 -> TOLERANCE;
      default -> 1e-6;
    };
  }
}
