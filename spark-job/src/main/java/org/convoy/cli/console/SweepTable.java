package org.convoy.cli.console;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.convoy.state.EpochMetrics;
import org.convoy.state.Metric;
import org.convoy.sweep.KeyEffect;
import org.convoy.sweep.Outcome;
import org.convoy.sweep.Sweep;
import org.convoy.sweep.Trial;

/** The trials of a sweep, as lines. */
public final class SweepTable {
  private SweepTable() {}

  /** A trial after an epoch. */
  public static String line(Trial trial, EpochMetrics epoch, int epochs) {
    return "%s  epoch %d/%d  loss %.4f  accuracy %.4f  validation loss %.4f  accuracy %.4f"
        .formatted(
            trial.name(),
            epoch.epoch() + 1,
            epochs,
            epoch.trainLoss(),
            epoch.trainAccuracy(),
            epoch.validationLoss(),
            epoch.validationAccuracy());
  }

  /** What came of a trial so far. */
  public static String line(Outcome outcome) {
    String result =
        outcome.problem() == null
            ? "%s in epoch %s of %d"
                .formatted(number(outcome.value()), outcome.bestEpoch(), outcome.epochs())
            : outcome.problem();
    return "trial-%03d  %s  %s"
        .formatted(
            outcome.trial(),
            PredictionFormat.escaped(result),
            new TreeMap<>(outcome.settings())
                .entrySet().stream()
                    .map(setting -> setting.getKey() + "=" + setting.getValue())
                    .map(PredictionFormat::escaped)
                    .collect(joining(" ")));
  }

  /** All of a sweep, the best first, and how the metric goes with each key. */
  public static List<String> lines(Metric metric, Sweep.Result result) {
    String name = metric.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    List<String> lines = new ArrayList<>();
    lines.add("By " + name + ", the best first:");
    result.trials().forEach(outcome -> lines.add("  " + line(outcome)));
    if (!result.effects().isEmpty()) {
      lines.add("How the " + name + " goes with each key:");
      result.effects().forEach(effect -> lines.add("  " + line(effect)));
    }

    return lines;
  }

  private static String line(KeyEffect effect) {
    String correlation =
        effect.correlation() == null
            ? ""
            : "  rank correlation %+.2f".formatted(effect.correlation());
    return PredictionFormat.escaped(effect.key())
        + correlation
        + (effect.means() == null ? "" : "  mean " + means(effect.means()));
  }

  private static String means(Map<String, Double> means) {
    return means.entrySet().stream()
        .map(mean -> PredictionFormat.escaped(mean.getKey()) + ": " + number(mean.getValue()))
        .collect(joining(", "));
  }

  private static String number(Double value) {
    return value == null ? "-" : "%.4f".formatted(value);
  }
}
