package org.convoy.collective;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The weighted mean of a few elements of each member's vectors: summed in the order of ranks and in
 * double, without the members whose share is 0, as {@code WeightedMean} of {@code
 * org.convoy.strategy} does it, to the bit.
 */
final class Mean {
  static final int BLOCK = 1 << 10;

  private final float[][] values;
  private final double[] weights;
  private final float[][] counted;
  private final float[] mean = new float[BLOCK];
  private final double[] sums = new double[BLOCK];

  Mean(double[] shares) {
    values = new float[shares.length][BLOCK];
    int[] counting = IntStream.range(0, shares.length).filter(rank -> shares[rank] > 0).toArray();
    weights = Arrays.stream(counting).mapToDouble(rank -> shares[rank]).toArray();
    counted = Arrays.stream(counting).mapToObj(rank -> values[rank]).toArray(float[][]::new);
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
    weigh(weights, counted, sums, mean, count);
    return mean;
  }

  /**
   * All loops are in one method that is too long to be taken into its callers: as methods of their
   * own they took several times as long in some processes, for a reason that is not established.
   */
  private static void weigh(
      double[] weights, float[][] values, double[] sums, float[] mean, int count) {
    switch (weights.length) {
      case 2 -> {
        float[] first = values[0];
        float[] second = values[1];
        double ofFirst = weights[0];
        double ofSecond = weights[1];
        for (int i = 0; i < count; i++) {
          mean[i] = (float) (ofFirst * first[i] + ofSecond * second[i]);
        }
      }
      case 3 -> {
        float[] first = values[0];
        float[] second = values[1];
        float[] third = values[2];
        double ofFirst = weights[0];
        double ofSecond = weights[1];
        double ofThird = weights[2];
        for (int i = 0; i < count; i++) {
          mean[i] = (float) (ofFirst * first[i] + ofSecond * second[i] + ofThird * third[i]);
        }
      }
      case 4 -> {
        float[] first = values[0];
        float[] second = values[1];
        float[] third = values[2];
        float[] fourth = values[3];
        double ofFirst = weights[0];
        double ofSecond = weights[1];
        double ofThird = weights[2];
        double ofFourth = weights[3];
        for (int i = 0; i < count; i++) {
          mean[i] =
              (float)
                  (ofFirst * first[i]
                      + ofSecond * second[i]
                      + ofThird * third[i]
                      + ofFourth * fourth[i]);
        }
      }
      default -> {
        Arrays.fill(sums, 0, count, -0.0); // added to any number, -0 too, it leaves it as it is
        for (int member = 0; member < weights.length; member++) {
          float[] some = values[member];
          double share = weights[member];
          for (int i = 0; i < count; i++) {
            sums[i] += share * some[i];
          }
        }

        for (int i = 0; i < count; i++) {
          mean[i] = (float) sums[i];
        }
      }
    }
  }
}
