package org.convoy.train.config;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects problems and puts them in the order of the file, the command line last. */
final class ProblemCollector {
  private static final int LONGEST_VALUE = 60;

  private final String sourceName;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> paths = new HashSet<>();

  ProblemCollector(String sourceName) {
    this.sourceName = sourceName;
  }

  int size() {
    return problems.size();
  }

  /** A problem of the value at {@code path}. */
  void add(String path, ConfigValue value, String message) {
    String text = value.render(ConfigRenderOptions.concise());
    String shown = text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text;
    add(Place.of(value.origin()), path, " = " + shown + ": " + message);
  }

  /** A problem of a key itself, rather than of its value. */
  void addUnset(String path, String message) {
    add(new Place(sourceName, 0), path, message);
  }

  /** A problem of a key at a place; text follows the key. Ignored if the key already has one. */
  void add(Place place, String path, String text) {
    if (paths.add(path)) {
      add(place, path + text);
    }
  }

  /** A problem that belongs to no key. */
  void add(Place place, String text) {
    problems.add(new Problem(place, text));
  }

  void throwIfAny() {
    if (!problems.isEmpty()) {
      Comparator<Problem> order =
          Comparator.<Problem, Integer>comparing(problem -> rank(problem.place.source()))
              .thenComparing(problem -> problem.place.source())
              .thenComparing(problem -> problem.place.line());
      throw new ConfigException(problems.stream().sorted(order).map(Problem::line).toList());
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
