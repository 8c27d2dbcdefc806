package org.convoy.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The keys of a section that belong to some values of one of its keys only: momentum to sgd, betas
 * to adam. They are Optionals, so that a key which was set in vain can be told from one that was
 * not.
 *
 * @param choice the key that chooses, with its value: "optimizer.name = sgd"
 * @param own the keys that belong to that value
 */
record ChosenKeys(String choice, List<String> own) {
  private static final String SEPARATOR = ", ";

  /** The keys of a value of the key {@code path}, as text: "momentum, dampening, nesterov". */
  static ChosenKeys of(String path, Enum<?> value, String keys) {
    return new ChosenKeys(
        path + " = " + value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
        keys.isEmpty() ? List.of() : List.of(keys.split(SEPARATOR, -1)));
  }

  boolean has(String key) {
    return own.contains(key);
  }

  /** The default of a key that belongs to the choice and is not set. */
  <T> Optional<T> orDefault(String key, Optional<T> value, T byDefault) {
    return value.isEmpty() && has(key) ? Optional.of(byDefault) : value;
  }

  /**
   * Adds a problem for each key that is set and belongs to other values only.
   *
   * @param all those of every value
   */
  void refuseOthers(Record section, Stream<ChosenKeys> all, Problems problems) {
    Set<String> others = new LinkedHashSet<>();
    all.forEach(value -> others.addAll(value.own()));
    own.forEach(others::remove);
    for (String key : others) {
      if (((Optional<?>) Records.component(section, key)).isPresent()) {
        problems.add(key, "is not a setting of " + choice + settings());
      }
    }
  }

  private String settings() {
    return own.isEmpty()
        ? ", which has none of its own"
        : "; those are " + String.join(SEPARATOR, own);
  }
}
