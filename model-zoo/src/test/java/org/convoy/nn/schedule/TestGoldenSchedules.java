package org.convoy.nn.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.convoy.golden.GoldenArguments;
import org.convoy.golden.GoldenCase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestGoldenSchedules {
  private static final double TOLERANCE = 1e-9;

  static List<GoldenCase> cases() {
    return GoldenCase.discover("schedules");
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void learningRatesOfEveryStep(GoldenCase golden) {
    GoldenArguments arguments = new GoldenArguments(golden);
    arguments.ignore("verbose", "last_epoch");
    double[] expected = golden.tensor("lrs").doubles();
    double[] actual =
        golden.op().equals("ReduceLROnPlateau")
            ? plateau(arguments, golden.tensor("metrics").doubles())
            : everyStep(schedule(golden.op(), arguments), expected.length);

    assertThat(arguments.unread()).as("arguments that were ignored").isEmpty();
    assertThat(actual).hasSameSizeAs(expected).containsExactly(expected, within(TOLERANCE));
  }

  private static double[] everyStep(LearningRateSchedule schedule, int steps) {
    return IntStream.range(0, steps).mapToDouble(schedule::learningRate).toArray();
  }

  /** The learning rate that each metric was measured with. */
  private static double[] plateau(GoldenArguments arguments, double[] metrics) {
    ReduceLROnPlateau schedule =
        new ReduceLROnPlateau(
            choice(ReduceLROnPlateau.Mode.class, arguments.text("mode", "min")),
            arguments.number("factor", 0.1),
            arguments.whole("patience", 10),
            arguments.number("threshold", 1e-4),
            choice(ReduceLROnPlateau.ThresholdMode.class, arguments.text("threshold_mode", "rel")),
            arguments.whole("cooldown", 0),
            arguments.number("min_lr", 0),
            arguments.number("eps", 1e-8));
    double[] learningRates = new double[metrics.length];
    ReduceLROnPlateau.State state = schedule.start(arguments.number("base_lr"));
    for (int index = 0; index < metrics.length; index += 1) {
      learningRates[index] = state.learningRate();
      state = schedule.next(state, metrics[index]);
    }

    return learningRates;
  }

  private static LearningRateSchedule schedule(String op, GoldenArguments arguments) {
    double base = arguments.number("base_lr");
    return switch (op) {
      case "StepLR" ->
          new StepLR(base, arguments.whole("step_size"), arguments.number("gamma", 0.1));
      case "MultiStepLR" ->
          new MultiStepLR(base, arguments.wholes("milestones"), arguments.number("gamma", 0.1));
      case "ExponentialLR" -> new ExponentialLR(base, arguments.number("gamma"));
      case "ConstantLR" ->
          new ConstantLR(
              base, arguments.number("factor", 1.0 / 3), arguments.whole("total_iters", 5));
      case "LinearLR" ->
          new LinearLR(
              base,
              arguments.number("start_factor", 1.0 / 3),
              arguments.number("end_factor", 1),
              arguments.whole("total_iters", 5));
      case "PolynomialLR" ->
          new PolynomialLR(base, arguments.whole("total_iters", 5), arguments.number("power", 1));
      case "CosineAnnealingLR" ->
          new CosineAnnealingLR(base, arguments.whole("T_max"), arguments.number("eta_min", 0));
      case "CosineAnnealingWarmRestarts" ->
          new CosineAnnealingWarmRestarts(
              base,
              arguments.whole("T_0"),
              arguments.whole("T_mult", 1),
              arguments.number("eta_min", 0));
      case "OneCycleLR" -> oneCycle(arguments);
      case "WarmupCosine" -> warmupCosine(base, arguments);
      default -> throw new IllegalArgumentException("unknown schedule " + op);
    };
  }

  private static OneCycleLR oneCycle(GoldenArguments arguments) {
    arguments.ignore("cycle_momentum", "base_momentum", "max_momentum");
    arguments.ignore("epochs", "steps_per_epoch");
    long totalSteps =
        arguments.has("total_steps")
            ? arguments.whole("total_steps")
            : arguments.whole("epochs") * arguments.whole("steps_per_epoch");
    return new OneCycleLR(
        arguments.number("max_lr"),
        totalSteps,
        arguments.number("pct_start", 0.3),
        choice(Annealing.class, arguments.text("anneal_strategy", "cos")),
        arguments.number("div_factor", 25),
        arguments.number("final_div_factor", 1e4),
        arguments.flag("three_phase") ? OneCycleLR.Phases.THREE : OneCycleLR.Phases.TWO);
  }

  private static LearningRateSchedule warmupCosine(double base, GoldenArguments arguments) {
    long warmup = arguments.whole("warmup_steps");
    CosineAnnealingLR cosine =
        new CosineAnnealingLR(
            base, arguments.whole("total_steps") - warmup, arguments.number("eta_min", 0));
    return SequentialLR.warmUp(warmup, arguments.number("start_factor", 1.0 / 3), cosine);
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String name) {
    return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
  }
}
