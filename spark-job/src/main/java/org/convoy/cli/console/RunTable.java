package org.convoy.cli.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convoy.run.RunSummary;

/** What runs came to, as lines of a table; each column is as wide as it must be. */
public final class RunTable {
  private static final List<String> HEADING =
      List.of("Run", "state", "epochs", "best accuracy", "accuracy", "loss", "time", "");
  private static final String NONE = "-";

  private RunTable() {}

  /** A heading, then a line or, with a message, two for each run, in their order. */
  public static List<String> lines(List<RunSummary> runs) {
    List<List<String>> rows = new ArrayList<>(List.of(HEADING));
    runs.forEach(run -> rows.add(row(run)));
    int[] widths =
        IntStream.range(0, HEADING.size() - 1)
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    List<String> lines = new ArrayList<>(List.of(line(HEADING, widths)));
    for (int i = 0; i < runs.size(); i++) {
      lines.add(line(rows.get(i + 1), widths));
      if (runs.get(i).message() != null) {
        lines.add("  " + firstLine(runs.get(i).message()));
      }
    }

    return lines;
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      line.append(row.get(column))
          .append(" ".repeat(widths[column] - row.get(column).length() + 2));
    }

    return line.append(row.get(widths.length)).toString().stripTrailing();
  }

  private static List<String> row(RunSummary run) {
    return List.of(
        PredictionFormat.escaped(run.run()),
        run.state().toString(),
        "%d/%d".formatted(run.epochs(), run.epochsWanted()),
        run.bestAccuracy() == null
            ? NONE
            : "%.4f (epoch %d)".formatted(run.bestAccuracy(), run.bestEpoch()),
        run.accuracy() == null ? NONE : "%.4f".formatted(run.accuracy()),
        run.loss() == null ? NONE : "%.4f".formatted(run.loss()),
        time(run.seconds()),
        run.settings().entrySet().stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue())
            .map(PredictionFormat::escaped)
            .collect(Collectors.joining(" ")));
  }

  private static String time(double seconds) {
    Duration time = Duration.ofSeconds(Math.round(seconds));
    return "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }

  /** The first line and, where that only counts what follows, the next. */
  private static String firstLine(String message) {
    List<String> lines = message.lines().map(String::strip).limit(2).toList();
    boolean leadsOn = lines.size() > 1 && lines.get(0).endsWith(":");
    return PredictionFormat.escaped(
        lines.isEmpty() ? "" : leadsOn ? String.join(" ", lines) : lines.get(0));
  }
}
