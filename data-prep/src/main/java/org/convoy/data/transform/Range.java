package org.convoy.data.transform;

import java.io.Serializable;
import java.util.Locale;

/**
 * The numbers that an argument is drawn from.
 *
 * @param low the least
 * @param high the greatest, at least as great
 */
public record Range(double low, double high) implements Serializable {
  public Range {
    if (!(low <= high && Double.isFinite(low) && Double.isFinite(high))) {
      throw new IllegalArgumentException(
          "a range needs two numbers, the smaller first, not %s and %s".formatted(low, high));
    }
  }

  /**
   * Checks that logarithms of these numbers exist.
   *
   * @param argument what the range is of
   * @throws IllegalArgumentException if not all numbers are positive
   */
  public void checkPositive(String argument) {
    if (low <= 0) {
      throw new IllegalArgumentException("%s must be positive, it is %s".formatted(argument, this));
    }
  }

  /** Uniform between both. */
  public double draw(RandomSource random) {
    return random.uniform(low, high);
  }

  /** Between both, its logarithm uniform. */
  public double drawLogarithmic(RandomSource random) {
    return StrictMath.exp(random.uniform(StrictMath.log(low), StrictMath.log(high)));
  }

  /** {@code (low, high)}, with at most four decimals. */
  @Override
  public String toString() {
    return "(%s, %s)".formatted(rounded(low), rounded(high));
  }

  private static String rounded(double number) {
    return Double.toString(Double.parseDouble(String.format(Locale.ROOT, "%.4f", number)));
  }
}
