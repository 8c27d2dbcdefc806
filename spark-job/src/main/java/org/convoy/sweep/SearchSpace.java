package org.convoy.sweep;

import static java.util.stream.Collectors.joining;

import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.convoy.common.RandomKey;
import org.convoy.common.argument.ArgumentType;

/** The keys that differ between the trials of a sweep, each with its values. */
public final class SearchSpace {
  static final ArgumentType<SearchSpace> TYPE =
      new ArgumentType<>(
          "{key = [value, …], key = {uniform|logUniform|integer = [least, most]}, …}",
          SearchSpace::read,
          SearchSpace::render,
          false);

  /** Random trials that are like one before are drawn again, this often at most. */
  private static final int ATTEMPTS = 100;

  /** By the key's full name. */
  private final NavigableMap<String, Range> ranges;

  SearchSpace(Map<String, Range> ranges) {
    this.ranges = Collections.unmodifiableNavigableMap(new TreeMap<>(ranges));
  }

  private static Optional<SearchSpace> read(Object value, Consumer<String> problem) {
    Map<String, Range> ranges = new TreeMap<>();
    return value instanceof Map<?, ?> map && !map.isEmpty() && collect("", map, ranges, problem)
        ? Optional.of(new SearchSpace(ranges))
        : Optional.empty();
  }

  /** HOCON makes sections of the dots in keys. */
  private static boolean collect(
      String parent, Map<?, ?> section, Map<String, Range> ranges, Consumer<String> problem) {
    for (Map.Entry<?, ?> entry : new TreeMap<>(section).entrySet()) {
      String key = parent + entry.getKey();
      boolean isSection =
          entry.getValue() instanceof Map<?, ?> map
              && map.keySet().stream().noneMatch(name -> Range.isName((String) name));
      if (isSection) {
        if (!collect(key + ".", (Map<?, ?>) entry.getValue(), ranges, problem)) {
          return false;
        }

        continue;
      }

      Optional<Range> range =
          Range.read(entry.getValue(), wrong -> problem.accept(key + ": " + wrong));
      if (range.isEmpty()) {
        problem.accept(
            "%s = %s: expected [value, …], {uniform = [least, most]}, {logUniform = [least, most]} or {integer = [least, most]}"
                .formatted(key, ArgumentType.shown(entry.getValue())));
        return false;
      }

      ranges.put(key, range.get());
    }

    return true;
  }

  private String render() {
    return ranges.entrySet().stream()
        .map(range -> ConfigUtil.quoteString(range.getKey()) + " = " + range.getValue().render())
        .collect(joining(", ", "{", "}"));
  }

  /** Keys whose values are no list, of which there is no grid. */
  List<String> endless() {
    return ranges.keySet().stream()
        .filter(key -> !(ranges.get(key) instanceof Range.Choices))
        .toList();
  }

  /** How many combinations a grid has; at most {@link Long#MAX_VALUE}. */
  long gridSize() {
    long size = 1;
    for (Range range : ranges.values()) {
      long values = ((Range.Choices) range).values().size();
      size = size > Long.MAX_VALUE / values ? Long.MAX_VALUE : size * values;
    }

    return size;
  }

  /** The first combinations, those of the last key next to each other. */
  List<Map<String, String>> grid(int count) {
    List<Map<String, String>> combinations = new ArrayList<>();
    for (long number = 0; number < Math.min(count, gridSize()); number++) {
      combinations.add(combination(number));
    }

    return combinations;
  }

  private Map<String, String> combination(long number) {
    Map<String, String> combination = new TreeMap<>();
    long left = number;
    for (Map.Entry<String, Range> range : ranges.descendingMap().entrySet()) {
      List<String> values = ((Range.Choices) range.getValue()).values();
      combination.put(range.getKey(), values.get((int) (left % values.size())));
      left /= values.size();
    }

    return combination;
  }

  /**
   * Random combinations, no two of them equal: a function of the seed, of which a longer list
   * begins with a shorter one. Fewer where there are not as many.
   */
  List<Map<String, String>> random(long seed, int count) {
    Set<Map<String, String>> combinations = new LinkedHashSet<>();
    for (int number = 0; number < count; number++) {
      int before = combinations.size();
      for (int attempt = 0; attempt < ATTEMPTS && combinations.size() == before; attempt++) {
        SplittableRandom random = new SplittableRandom(RandomKey.mix(seed, number, attempt));
        Map<String, String> combination = new LinkedHashMap<>();
        ranges.forEach((key, range) -> combination.put(key, range.draw(random)));
        combinations.add(combination);
      }
    }

    return List.copyOf(combinations);
  }
}
