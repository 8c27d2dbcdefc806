package org.convoy.data.split;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.common.RandomKey;
import org.convoy.common.argument.Bounds;
import org.convoy.data.ImageDataset;

/**
 * Sets a part of a data set aside, the same fraction of each class, as far as whole samples allow:
 * the part holds round(fraction × size) samples, distributed by largest remainder. A class of two
 * samples or more keeps at least one in either part, though that may change the number; a single
 * sample stays in training.
 *
 * <p>Which samples of a class are set aside depends on (seed, id) alone. The ids of each part are
 * numbered anew from 0 and keep their order; its classes are those of the whole.
 *
 * @param fraction share that is set aside, above 0 and below 1
 * @param seed another seed sets other samples aside
 */
public record StratifiedSplit(double fraction, long seed) {
  /** Sets this use of a seed apart from others. */
  private static final long PURPOSE = 0x7374726174696679L; // "stratify"

  public StratifiedSplit {
    Bounds.between(0, 1).check("fraction", fraction);
  }

  /**
   * Divides a data set.
   *
   * @throws org.convoy.data.DataException when its labels cannot be read
   */
  public SplitDataset divide(Configuration hadoop, ImageDataset whole) {
    requireNonNull(whole, "whole is null");
    int[] labels = whole.labels(hadoop);
    int[] sizes = new int[whole.classes().size()];
    Arrays.stream(labels).forEach(label -> sizes[label]++);
    boolean[] isAside = choose(labels, sizes, Quotas.distribute(sizes, fraction));
    int[] train = IntStream.range(0, labels.length).filter(id -> !isAside[id]).toArray();
    int[] aside = IntStream.range(0, labels.length).filter(id -> isAside[id]).toArray();

    return new SplitDataset(
        new Subset(whole, train, "train"), new Subset(whole, aside, "validation"));
  }

  /** Takes the first samples of each class in the order of their keys, then of their ids. */
  private boolean[] choose(int[] labels, int[] sizes, int[] quotas) {
    long[][] keys = new long[sizes.length][];
    int[] counts = new int[sizes.length];
    Arrays.setAll(keys, label -> new long[sizes[label]]);

    for (int id = 0; id < labels.length; id++) {
      keys[labels[id]][counts[labels[id]]++] = key(id);
    }

    long[] limits = new long[sizes.length];
    int[] atLimit = new int[sizes.length];

    for (int label = 0; label < sizes.length; label++) {
      Arrays.sort(keys[label]);
      int quota = quotas[label];
      limits[label] = quota == 0 ? Long.MIN_VALUE : keys[label][quota - 1];
      int below = quota;

      while (below > 0 && keys[label][below - 1] == limits[label]) {
        below--;
      }

      atLimit[label] = quota - below;
    }

    boolean[] isAside = new boolean[labels.length];

    for (int id = 0; id < labels.length; id++) {
      int label = labels[id];
      long key = key(id);
      isAside[id] = key < limits[label] || (key == limits[label] && atLimit[label]-- > 0);
    }

    return isAside;
  }

  private long key(int id) {
    return RandomKey.mix(PURPOSE, seed, id);
  }

  /** How many samples of each class are set aside. */
  static final class Quotas {
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
}
