package org.convoy.data.split;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/** How many samples of each class are set aside. */
final class Quotas {
  private final int[] sizes;
  private final double fraction;
  private final int[] quotas;

  private Quotas(int[] sizes, double fraction) {
    this.sizes = sizes;
    this.fraction = fraction;
    this.quotas =
        IntStream.range(0, sizes.length)
            .map(label -> Math.max(least(label), Math.min(most(label), (int) share(label))))
            .toArray();
  }

  /**
   * Distributes round(fraction × sum of the sizes) by largest remainder, within 1…size-1 for each
   * class of two samples or more and 0 for smaller ones.
   */
  static int[] distribute(int[] sizes, double fraction) {
    Quotas result = new Quotas(sizes, fraction);
    long wanted = Math.round(fraction * Arrays.stream(sizes).asLongStream().sum());
    result.fill(wanted - Arrays.stream(result.quotas).asLongStream().sum());
    return result.quotas;
  }

  /** Gives to those that are furthest below their share, or takes from those furthest above. */
  private void fill(long missing) {
    Comparator<Integer> byShortfall =
        Comparator.comparingDouble(label -> quotas[label] - share(label));
    long left = Math.abs(missing);
    Optional<Integer> next = Optional.of(0);

    for (; left > 0 && next.isPresent(); left--) {
      next =
          missing > 0
              ? labels().filter(label -> quotas[label] < most(label)).boxed().min(byShortfall)
              : labels().filter(label -> quotas[label] > least(label)).boxed().max(byShortfall);
      next.ifPresent(label -> quotas[label] += Long.signum(missing));
    }
  }

  private IntStream labels() {
    return IntStream.range(0, sizes.length);
  }

  private double share(int label) {
    return fraction * sizes[label];
  }

  private int least(int label) {
    return sizes[label] >= 2 ? 1 : 0;
  }

  private int most(int label) {
    return Math.max(0, sizes[label] - 1);
  }
}
