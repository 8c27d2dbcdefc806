package org.convoy.nn.dl4j;

/** Checks of numbers that several layers need. */
public final class Arguments {
  private Arguments() {}

  public static double checkFinite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be a finite number, got " + value);
    }

    return value;
  }

  public static double checkPositive(String name, double value) {
    if (!(checkFinite(name, value) > 0)) {
      throw new IllegalArgumentException(name + " must be positive, got " + value);
    }

    return value;
  }

  public static double checkNotNegative(String name, double value) {
    if (!(checkFinite(name, value) >= 0)) {
      throw new IllegalArgumentException(name + " must not be negative, got " + value);
    }

    return value;
  }

  /** A share or probability. */
  public static double checkFraction(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to 1, got " + value);
    }

    return value;
  }
}
