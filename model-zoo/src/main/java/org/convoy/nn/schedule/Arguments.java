package org.convoy.nn.schedule;

/** Checks of the arguments of schedules. */
final class Arguments {

  private Arguments() {}

  static void require(boolean condition, String requirement, Object value) {
    if (!condition) {
      throw new IllegalArgumentException(requirement + " " + value);
    }
  }

  static void requireLearningRate(String name, double value) {
    require(value >= 0 && Double.isFinite(value), name + " must be at least 0, but is", value);
  }

  static void requireCount(String name, long value) {
    require(value >= 0, name + " must be at least 0, but is", value);
  }

  static void requirePositive(String name, long value) {
    require(value >= 1, name + " must be at least 1, but is", value);
  }

  static void requireFactor(String name, double value) {
    require(value > 0 && Double.isFinite(value), name + " must be above 0, but is", value);
  }

  static void requireMomentum(String name, double value) {
    require(value >= 0 && value < 1, name + " must be from 0 to below 1, but is", value);
  }

  /** A factor that PyTorch allows from 0 to 1, but divides by. */
  static void requireFraction(String name, double value) {
    require(value > 0 && value <= 1, name + " must be above 0 and at most 1, but is", value);
  }
}
