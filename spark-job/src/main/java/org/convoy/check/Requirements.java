package org.convoy.check;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/** The versions that this build of Convoy runs on. */
record Requirements(Range spark, Range scala, Range java) {

  /**
   * Versions from one to another, by as many numbers as they have: 4.0 to 4.2 takes 4.2.1.
   *
   * @param first the first that is taken
   * @param last the last, which may be the first
   */
  record Range(String first, String last) {
    Range {
      requireNonNull(first, "first is null");
      requireNonNull(last, "last is null");
    }

    boolean takes(String version) {
      List<Integer> numbers = numbers(version);
      return compare(numbers, numbers(first)) >= 0 && compare(numbers, numbers(last)) <= 0;
    }

    private static List<Integer> numbers(String version) {
      return Arrays.stream(version.split("[.+_-]"))
          .takeWhile(part -> part.matches("\\d{1,9}"))
          .map(Integer::valueOf)
          .toList();
    }

    /** By the numbers of the bound; one that is missing is less than any. */
    private static int compare(List<Integer> version, List<Integer> bound) {
      for (int i = 0; i < bound.size(); i++) {
        int difference = (i < version.size() ? version.get(i) : -1) - bound.get(i);
        if (difference != 0) {
          return difference;
        }
      }

      return 0;
    }

    @Override
    public String toString() {
      return first.equals(last) ? first : first + " to " + last;
    }
  }

  /** Those of this build. */
  static Requirements ofBuild() {
    Properties properties = new Properties();
    try (InputStream input = Requirements.class.getResourceAsStream("build.properties")) {
      properties.load(input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return new Requirements(
        range(properties, "spark"), range(properties, "scala"), range(properties, "java"));
  }

  private static Range range(Properties properties, String name) {
    return new Range(
        properties.getProperty(name + ".first"), properties.getProperty(name + ".last"));
  }
}
