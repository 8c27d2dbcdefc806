package org.convoy.golden.training;

import java.util.List;
import org.convoy.golden.reference.GoldenArguments;
import org.convoy.nn.schedule.Annealing;
import org.convoy.nn.schedule.ConstantLR;
import org.convoy.nn.schedule.CosineAnnealingLR;
import org.convoy.nn.schedule.CosineAnnealingWarmRestarts;
import org.convoy.nn.schedule.ExponentialLR;
import org.convoy.nn.schedule.LearningRateSchedule;
import org.convoy.nn.schedule.LinearLR;
import org.convoy.nn.schedule.MultiStepLR;
import org.convoy.nn.schedule.OneCycleLR;
import org.convoy.nn.schedule.PolynomialLR;
import org.convoy.nn.schedule.SWALR;
import org.convoy.nn.schedule.SequentialLR;
import org.convoy.nn.schedule.StepLR;

/**
 * Makes schedules by PyTorch's arguments, with the optimizer's learning rate as {@code base_lr}.
 * WarmupCosine is LinearLR for {@code warmup_steps}, then CosineAnnealingLR to {@code total_steps}.
 */
final class Schedules {
  static final List<String> NAMES =
      List.of(
          "StepLR",
          "MultiStepLR",
          "ExponentialLR",
          "ConstantLR",
          "LinearLR",
          "PolynomialLR",
          "CosineAnnealingLR",
          "CosineAnnealingWarmRestarts",
          "OneCycleLR",
          "SWALR",
          "WarmupCosine");

  private Schedules() {}

  static LearningRateSchedule of(String op, GoldenArguments arguments) {
    arguments.has("verbose");
    checkFirst(arguments);
    double base = op.equals("OneCycleLR") ? 0 : arguments.number("base_lr");
    return switch (op) {
      case "StepLR" ->
          new StepLR(base, arguments.whole("step_size"), arguments.number("gamma", 0.1));
      case "MultiStepLR" ->
          new MultiStepLR(base, arguments.wholes("milestones"), arguments.number("gamma", 0.1));
      case "ExponentialLR" -> new ExponentialLR(base, arguments.number("gamma"));
      case "ConstantLR" ->
          new ConstantLR(
              base, arguments.number("factor", 1.0 / 3), arguments.whole("total_iters", 5));
      case "LinearLR" -> linear(base, arguments);
      case "PolynomialLR" ->
          new PolynomialLR(base, arguments.whole("total_iters", 5), arguments.number("power", 1));
      case "CosineAnnealingLR" ->
          new CosineAnnealingLR(base, arguments.whole("T_max"), arguments.number("eta_min", 0));
      case "CosineAnnealingWarmRestarts" -> warmRestarts(base, arguments);
      case "OneCycleLR" -> oneCycle(arguments);
      case "SWALR" ->
          new SWALR(
              base,
              arguments.number("swa_lr"),
              arguments.whole("anneal_epochs", 10),
              GoldenArguments.choice(
                  Annealing.class, "anneal_strategy", arguments.text("anneal_strategy", "cos")));
      default -> warmupCosine(base, arguments);
    };
  }

  private static void checkFirst(GoldenArguments arguments) {
    if (arguments.whole("last_epoch", -1) != -1) {
      throw new IllegalArgumentException(
          "last_epoch "
              + arguments.whole("last_epoch")
              + " is not built: a schedule is a function of the step");
    }
  }

  private static LinearLR linear(double base, GoldenArguments arguments) {
    return new LinearLR(
        base,
        arguments.number("start_factor", 1.0 / 3),
        arguments.number("end_factor", 1),
        arguments.whole("total_iters", 5));
  }

  private static CosineAnnealingWarmRestarts warmRestarts(double base, GoldenArguments arguments) {
    return new CosineAnnealingWarmRestarts(
        base, arguments.whole("T_0"), arguments.whole("T_mult", 1), arguments.number("eta_min", 0));
  }

  /** The learning rate that the optimizer was made with plays no part, as in PyTorch. */
  private static LearningRateSchedule oneCycle(GoldenArguments arguments) {
    arguments.has("base_lr");
    OneCycleLR schedule =
        new OneCycleLR(
            arguments.number("max_lr"),
            totalSteps(arguments),
            arguments.number("pct_start", 0.3),
            GoldenArguments.choice(
                Annealing.class, "anneal_strategy", arguments.text("anneal_strategy", "cos")),
            arguments.number("div_factor", 25),
            arguments.number("final_div_factor", 1e4),
            arguments.flag("three_phase", false) ? OneCycleLR.Phases.THREE : OneCycleLR.Phases.TWO);
    double baseMomentum = arguments.number("base_momentum", 0.85);
    double maxMomentum = arguments.number("max_momentum", 0.95);
    return arguments.flag("cycle_momentum", true)
        ? schedule.withMomentum(baseMomentum, maxMomentum)
        : schedule;
  }

  private static long totalSteps(GoldenArguments arguments) {
    return arguments.has("total_steps")
        ? arguments.whole("total_steps")
        : arguments.whole("epochs") * arguments.whole("steps_per_epoch");
  }

  private static LearningRateSchedule warmupCosine(double base, GoldenArguments arguments) {
    long warmup = arguments.whole("warmup_steps");
    CosineAnnealingLR cosine =
        new CosineAnnealingLR(
            base, arguments.whole("total_steps") - warmup, arguments.number("eta_min", 0));
    return SequentialLR.warmUp(warmup, arguments.number("start_factor", 1.0 / 3), cosine);
  }
}
