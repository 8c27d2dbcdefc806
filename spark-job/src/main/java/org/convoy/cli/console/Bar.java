package org.convoy.cli.console;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A line on a terminal that is drawn over itself: how much of something is done, and facts. */
public final class Bar {
  private static final int WIDTH = 30;
  private static final int LEAST_WIDTH = 10;

  /** What a terminal writes itself when somebody presses Ctrl-C, and the last column. */
  private static final int MARGIN = "^C".length() + 1;

  private final PrintWriter output;
  private final int columns;
  private boolean isShown;

  /**
   * @param columns of the terminal, which the bar leaves free what it needs to be drawn over
   */
  Bar(PrintWriter output, int columns) {
    this.output = requireNonNull(output, "output is null");
    this.columns = columns;
    if (columns < 1) {
      throw new IllegalArgumentException("columns must be above 0: " + columns);
    }
  }

  /**
   * Draws it over the one before.
   *
   * @param facts as they follow each other
   * @param dispensable numbers of the facts in the order in which they go where there is no room
   */
  public void draw(String start, long done, long total, List<String> facts, int... dispensable) {
    clear();
    output.print(fitting(start, done, total, facts, dispensable));
    output.flush();
    isShown = true;
  }

  /** A line that is no longer than the terminal is wide, so that it can be drawn over. */
  private String fitting(
      String start, long done, long total, List<String> facts, int... dispensable) {
    String percent = percent(done, total);
    int room = columns - MARGIN - start.length() - percent.length();
    List<String> shown = new ArrayList<>(facts);
    for (int fact : dispensable) {
      if (room - width(shown) < LEAST_WIDTH) {
        shown.set(fact, "");
      }
    }

    int width = Math.max(0, Math.min(WIDTH, room - width(shown)));
    int filled = (int) (width * done / total);
    String bar = "█".repeat(filled) + "░".repeat(width - filled);
    return start + bar + percent + String.join("", shown);
  }

  private static int width(List<String> facts) {
    return facts.stream().mapToInt(String::length).sum();
  }

  static String percent(long done, long total) {
    return String.format(Locale.ROOT, " %3d%%", 100 * done / total);
  }

  public static String time(Duration duration) {
    return duration.toHours() > 0
        ? String.format("%d h %02d min", duration.toHours(), duration.toMinutesPart())
        : String.format("%d:%02d min", duration.toMinutes(), duration.toSecondsPart());
  }

  public void clear() {
    if (isShown) {
      output.print("\r" + " ".repeat(columns - 1) + "\r");
      output.flush();
      isShown = false;
    }
  }
}
