package org.convoy.common.argument;

import java.math.BigDecimal;
import java.util.Optional;

/** Numbers as they stand in a configuration file. */
public final class Numbers {
  private static final int MAX_PLAIN_DIGITS = 12;

  /** Every double has fewer. */
  private static final int MOST_DIGITS = 1100;

  private Numbers() {}

  /** The shortest text that reads back as the same number: 0.0005 rather than 5.0E-4. */
  public static String format(double value) {
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    boolean plain = Math.abs(decimal.scale()) <= MAX_PLAIN_DIGITS;
    return plain ? decimal.toPlainString() : decimal.toString();
  }

  /** The number in {@code text}, if it is one; neither infinite nor NaN. */
  static Optional<BigDecimal> parse(String text) {
    if (text.length() > MOST_DIGITS) {
      return Optional.empty();
    }

    try {
      return Optional.of(new BigDecimal(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The whole number in {@code decimal}, if it is one and fits a long: 1e3 is 1000. */
  static Optional<Long> whole(BigDecimal decimal) {
    try {
      return Optional.of(decimal.longValueExact());
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }
}
