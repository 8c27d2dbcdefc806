package org.convoy.data.transform;

/** The argument {@code p} of transforms that are sometimes applied. */
public final class Probability {
  private Probability() {}

  /**
   * Checks a probability.
   *
   * @throws IllegalArgumentException if it is not from 0 to 1
   */
  public static void check(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("p must be from 0 to 1, it is " + p);
    }
  }
}
