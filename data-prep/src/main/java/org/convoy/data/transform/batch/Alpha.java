package org.convoy.data.transform.batch;

/** The argument {@code alpha} of a Beta(alpha, alpha) distribution. */
final class Alpha {
  private Alpha() {}

  static void check(double alpha) {
    if (!(alpha > 0 && Double.isFinite(alpha))) {
      throw new IllegalArgumentException("alpha must be positive, it is " + alpha);
    }
  }
}
