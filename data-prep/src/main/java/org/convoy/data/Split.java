package org.convoy.data;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a part of a data set is for. */
public enum Split {
  /** What is trained on. */
  TRAIN,
  /** What a training is measured on while it goes on. */
  VALIDATION,
  /** What a finished training is measured on, once. */
  TEST;

  /** The name in lower case, as users write it. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * By what names the splits of a data set are found, as those of folders or at the beginning of
   * those of files: {@code train} or {@code training}; {@code val}, {@code valid} or {@code
   * validation}; {@code test} or {@code testing}, in whatever case; or those that a user chooses.
   *
   * @param chosen names in place of the usual ones
   */
  public record SplitNames(Map<Split, String> chosen) implements Serializable {
    /** The usual names for all. */
    public static final SplitNames USUAL = new SplitNames(Map.of());

    public SplitNames {
      chosen = Map.copyOf(chosen);
    }

    private static List<String> usual(Split split) {
      return switch (split) {
        case TRAIN -> List.of("train", "training");
        case VALIDATION -> List.of("val", "valid", "validation");
        case TEST -> List.of("test", "testing");
      };
    }

    /** The names that a split may have, the preferred one first. */
    public List<String> of(Split split) {
      return chosen.containsKey(split)
          ? List.of(chosen.get(split))
          : usual(split).stream()
              .filter(name -> chosen.values().stream().noneMatch(name::equalsIgnoreCase))
              .toList();
    }

    /** Whether a name is that of a split, be it one that is not used. */
    public boolean isSplit(String name) {
      return split(name).isPresent()
          || Stream.of(Split.values())
              .anyMatch(split -> usual(split).contains(name.toLowerCase(Locale.ROOT)));
    }

    /** The split that has a name. */
    public Optional<Split> split(String name) {
      return Stream.of(Split.values())
          .filter(split -> of(split).stream().anyMatch(name::equalsIgnoreCase))
          .findFirst();
    }

    /** Which of the names that a data set has are those of its splits. */
    public Map<Split, String> among(Iterable<String> names) {
      TreeSet<String> sorted = new TreeSet<>();
      names.forEach(sorted::add);
      Map<Split, String> found = new EnumMap<>(Split.class);

      for (Split split : Split.values()) {
        of(split).stream()
            .map(name -> find(name, sorted))
            .filter(Objects::nonNull)
            .findFirst()
            .ifPresent(name -> found.put(split, name));
      }

      return found;
    }

    private static String find(String name, TreeSet<String> names) {
      return names.contains(name)
          ? name
          : names.stream().filter(name::equalsIgnoreCase).findFirst().orElse(null);
    }
  }
}
