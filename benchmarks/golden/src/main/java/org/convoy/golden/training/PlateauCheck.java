package org.convoy.golden.training;

import java.util.List;
import org.convoy.golden.reference.Attempt;
import org.convoy.golden.reference.Check;
import org.convoy.golden.reference.Comparison;
import org.convoy.golden.reference.GoldenArguments;
import org.convoy.golden.reference.GoldenCase;
import org.convoy.nn.schedule.ReduceLROnPlateau;

/** The learning rate that each metric was measured with. */
final class PlateauCheck implements Check {
  static final String NAME = "ReduceLROnPlateau";

  @Override
  public List<Attempt> attempts(GoldenCase golden) {
    ReduceLROnPlateau schedule = scheduleOf(golden.arguments());
    return List.of(Attempt.of(comparison -> compare(golden, schedule, comparison)));
  }

  private static void compare(
      GoldenCase golden, ReduceLROnPlateau schedule, Comparison comparison) {
    double[] metrics = golden.doubles("metrics");
    double[] learningRates = new double[metrics.length];
    ReduceLROnPlateau.State state = schedule.start(golden.arguments().number("base_lr"));
    for (int i = 0; i < metrics.length; i++) {
      learningRates[i] = state.learningRate();
      state = schedule.next(state, metrics[i]);
    }

    comparison.values("lrs", learningRates, ScheduleCheck.tolerance(golden, "lrs"));
  }

  private static ReduceLROnPlateau scheduleOf(GoldenArguments arguments) {
    arguments.has("verbose");
    return new ReduceLROnPlateau(
        GoldenArguments.choice(ReduceLROnPlateau.Mode.class, "mode", arguments.text("mode", "min")),
        arguments.number("factor", 0.1),
        arguments.whole("patience", 10),
        arguments.number("threshold", 1e-4),
        GoldenArguments.choice(
            ReduceLROnPlateau.ThresholdMode.class,
            "threshold_mode",
            arguments.text("threshold_mode", "rel")),
        arguments.whole("cooldown", 0),
        arguments.numbers("min_lr", List.of(0.0)).get(0),
        arguments.number("eps", 1e-8));
  }
}
