package org.convoy.data.split;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.ImageDataset;
import org.convoy.data.sampler.RandomKey;

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
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException("fraction must be above 0 and below 1, not " + fraction);
    }
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
    boolean[] isAside = choose(labels, Quotas.distribute(sizes, fraction));
    int[] train = IntStream.range(0, labels.length).filter(id -> !isAside[id]).toArray();
    int[] aside = IntStream.range(0, labels.length).filter(id -> isAside[id]).toArray();

    return new SplitDataset(
        new Subset(whole, train, "train"), new Subset(whole, aside, "validation"));
  }

  /** Takes the first samples of each class in the order of their keys. */
  private boolean[] choose(int[] labels, int[] quotas) {
    long[] keys = IntStream.range(0, labels.length).mapToLong(this::key).toArray();
    int[] left = quotas.clone();
    boolean[] isAside = new boolean[labels.length];
    Comparator<Integer> byKey = Comparator.comparingLong(id -> keys[id]);

    IntStream.range(0, labels.length)
        .boxed()
        .sorted(byKey.thenComparing(Comparator.naturalOrder()))
        .filter(id -> left[labels[id]]-- > 0)
        .forEach(id -> isAside[id] = true);
    return isAside;
  }

  private long key(int id) {
    return RandomKey.mix(PURPOSE, seed, id);
  }
}
