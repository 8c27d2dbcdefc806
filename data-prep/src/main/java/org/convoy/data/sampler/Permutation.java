package org.convoy.data.sampler;

import java.util.SplittableRandom;

/** Draws permutations; what a key gives never changes. */
final class Permutation {
  private Permutation() {}

  /**
   * The numbers 0…size-1 in an order drawn by the key, all orders alike likely.
   *
   * <p>Fisher-Yates, filling while shuffling. Only nextLong is used, whose numbers a test pins; the
   * product takes them to 0…i with a bias below 2^-32.
   */
  static int[] draw(long key, int size) {
    SplittableRandom random = new SplittableRandom(key);
    int[] values = new int[size];

    for (int i = 0; i < size; i++) {
      int other = (int) Math.multiplyHigh(random.nextLong() >>> 1, (i + 1L) << 1);
      values[i] = values[other];
      values[other] = i;
    }

    return values;
  }
}
