package org.convoy.nn.optimizer;

/** Checks of the arguments of optimizers. */
final class Arguments {
  private Arguments() {}

  static void checkNotNegative(String name, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + " must be at least 0, got " + value);
    }
  }
}
