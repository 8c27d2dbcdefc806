package org.convoy.state;

import java.util.List;
import java.util.stream.Stream;

/**
 * Images that could not be decoded and were borne, see {@code data.maxBad}.
 *
 * @param count of them
 * @param names of the first of them, at most {@value #NAMED}
 */
public record BadImages(long count, List<String> names) {
  public static final BadImages NONE = new BadImages(0, List.of());

  private static final int NAMED = 20;

  public BadImages {
    names = List.copyOf(names);
  }

  /** All of them. */
  public static BadImages of(List<String> names) {
    return names.isEmpty()
        ? NONE
        : new BadImages(names.size(), names.stream().limit(NAMED).toList());
  }

  public BadImages plus(BadImages other) {
    return new BadImages(
        count + other.count,
        Stream.concat(names.stream(), other.names.stream()).limit(NAMED).toList());
  }

  /** Whether there is none. */
  public boolean none() {
    return count == 0;
  }

  /** Number and names, as far as they are known: {@code 2: a.jpg, b.jpg}. */
  @Override
  public String toString() {
    return "%d: %s%s".formatted(count, String.join(", ", names), count > names.size() ? ", …" : "");
  }
}
