package org.convoy.nn.optimizer;

/** Checks of the arguments of optimizers. */
final class Arguments {
  private Arguments() {}

  static void checkNotNegative(String name, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + " must be at least 0, got " + value);
    }
  }

  /** The weight of a moving average: its bias correction would divide by zero at 1. */
  static void checkBeta(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to below 1, got " + value);
    }
  }
}
