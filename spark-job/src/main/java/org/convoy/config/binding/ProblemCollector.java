package org.convoy.config.binding;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects problems and puts them in the order of the file, the command line last. */
public final class ProblemCollector {
  private static final int LONGEST_VALUE = 60;
  private static final int MOST_PROBLEMS = 50;

  private final String sourceName;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> paths = new HashSet<>();
  private int more;

  ProblemCollector(String sourceName) {
    this.sourceName = sourceName;
  }

  int size() {
    return problems.size() + more;
  }

  /** Whether further problems are only counted. */
  boolean isFull() {
    return problems.size() >= MOST_PROBLEMS;
  }

  /** A text, or its beginning where it is too long for a message. */
  public static String shown(String text) {
    String visible = EnvironmentVariables.shown(text);
    return visible.length() > LONGEST_VALUE ? visible.substring(0, LONGEST_VALUE) + "…" : visible;
  }

  /** A value as it would stand on a line. */
  public static String shown(ConfigValue value) {
    return shown(value.render(ConfigRenderOptions.concise()));
  }

  /** A problem of the value at {@code path}. */
  void add(String path, ConfigValue value, String message) {
    add(Place.of(value.origin()), path, " = " + shown(value) + ": " + message);
  }

  /** A problem of a key itself, rather than of its value. */
  void addUnset(String path, String message) {
    add(new Place(sourceName, 0), path, message);
  }

  /** A problem of a key at a place; text follows the key. Ignored if the key already has one. */
  void add(Place place, String path, String text) {
    if (isFull()) {
      more += 1;
    } else if (paths.add(path)) {
      add(place, path + text);
    }
  }

  /** A problem that belongs to no key. */
  void add(Place place, String text) {
    if (isFull()) {
      more += 1;
    } else {
      problems.add(new Problem(place, text));
    }
  }

  void throwIfAny() {
    if (!problems.isEmpty()) {
      Comparator<Problem> order =
          Comparator.<Problem, Integer>comparing(problem -> rank(problem.place.source()))
              .thenComparing(problem -> problem.place.source())
              .thenComparing(problem -> problem.place.line());
      List<String> lines = new ArrayList<>();
      problems.stream().sorted(order).map(Problem::line).forEach(lines::add);
      if (more > 0) {
        lines.add("and %,d more".formatted(more));
      }

      throw new ConfigException(lines);
    }
  }

  private int rank(String source) {
    if (source.equals(sourceName)) {
      return 0;
    }

    return source.equals(Place.COMMAND_LINE.source()) ? 2 : 1;
  }

  private record Problem(Place place, String text) {
    String line() {
      return place + ": " + text;
    }
  }
}
