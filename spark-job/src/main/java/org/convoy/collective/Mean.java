package org.convoy.collective;

import java.util.Arrays;

/**
 * The weighted mean of a few elements of each member's vectors: summed in the order of ranks and in
 * double, without the members whose share is 0, as {@code WeightedMean} of {@code
 * org.convoy.strategy} does it, to the bit.
 */
final class Mean {
  static final int BLOCK = 1 << 10;

  private final double[] shares;
  private final float[][] values;
  private final float[] mean = new float[BLOCK];
  private final double[] sums = new double[BLOCK];

  Mean(double[] shares) {
    this.shares = shares;
    values = new float[shares.length][BLOCK];
  }

  /** Where the values of a member go before {@link #of}. */
  float[] values(int rank) {
    return values[rank];
  }

  /**
   * Of the first elements of the values of all members.
   *
   * @return overwritten by the next call
   */
  float[] of(int count) {
    if (shares.length == 2 && shares[0] > 0 && shares[1] > 0) {
      ofTwo(shares[0], values[0], shares[1], values[1], mean, count);
    } else {
      ofAll(count);
    }

    return mean;
  }

  /** As below, in registers. */
  private static void ofTwo(
      double share, float[] some, double otherShare, float[] others, float[] mean, int count) {
    for (int i = 0; i < count; i++) {
      mean[i] = (float) (share * some[i] + otherShare * others[i]);
    }
  }

  private void ofAll(int count) {
    Arrays.fill(sums, 0, count, -0.0); // what added to any number, -0 too, leaves it as it is
    for (int rank = 0; rank < shares.length; rank++) {
      if (shares[rank] > 0) {
        add(shares[rank], values[rank], sums, count);
      }
    }

    for (int i = 0; i < count; i++) {
      mean[i] = (float) sums[i];
    }
  }

  private static void add(double share, float[] values, double[] sums, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += share * values[i];
    }
  }
}
