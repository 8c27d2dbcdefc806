package org.convoy.data.prepare;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many bad images are passed over: a number, or a percentage of all images. */
public sealed interface MaxBad {
  /** The data set must be sound. */
  MaxBad NONE = new Count(0);

  boolean allows(long bad, long all);

  /**
   * Reads {@code 20} or {@code 0.5%}.
   *
   * @throws IllegalArgumentException when it is neither
   */
  static MaxBad parse(String text) {
    Matcher matcher = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)%|(\\d{1,18})").matcher(text);

    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a number such as 20 or a percentage such as 0.5% is needed, not " + text);
    }

    return matcher.group(1) == null
        ? new Count(Long.parseLong(matcher.group(2)))
        : new Percentage(Double.parseDouble(matcher.group(1)));
  }

  /** A number of images. */
  record Count(long count) implements MaxBad {
    @Override
    public boolean allows(long bad, long all) {
      return bad <= count;
    }

    @Override
    public String toString() {
      return String.valueOf(count);
    }
  }

  /** A share of the images, 0…100. */
  record Percentage(double percent) implements MaxBad {
    public Percentage {
      if (!(percent >= 0 && percent <= 100)) {
        throw new IllegalArgumentException("a percentage is from 0% to 100%, not " + percent + "%");
      }
    }

    @Override
    public boolean allows(long bad, long all) {
      return bad <= percent / 100 * all;
    }

    @Override
    public String toString() {
      return percent + "%";
    }
  }
}
