package org.convoy.sweep;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One training of a sweep.
 *
 * @param number from 1
 * @param settings the keys that differ between trials, with HOCON values
 */
public record Trial(int number, Map<String, String> settings) {
  public Trial {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  static List<Trial> numbered(List<Map<String, String>> combinations) {
    List<Trial> trials = new ArrayList<>();
    combinations.forEach(settings -> trials.add(new Trial(trials.size() + 1, settings)));
    return trials;
  }

  /** Of its run folder. */
  public String name() {
    return "trial-%03d".formatted(number);
  }

  /** Each {@code key=value}. */
  public List<String> overrides() {
    return settings.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue()).toList();
  }

  @Override
  public String toString() {
    return overrides().stream().collect(joining(" ", name() + " ", ""));
  }
}
