package org.convoy.data.sampler;

import java.lang.ref.SoftReference;
import org.convoy.common.RandomKey;

/**
 * The permutation of the sample ids that one epoch follows: a pure function of (seed, epoch, size).
 * Holds four bytes a sample, and eight where samples are looked up by position.
 */
public final class EpochOrder {
  /** Sets this use of a seed apart from others. */
  private static final long PURPOSE = 0x65706f63686f7264L; // "epochord"

  // Only saves time: the tasks of one epoch on one machine share the array.
  private static SoftReference<EpochOrder> latest = new SoftReference<>(null);

  private final long seed;
  private final int epoch;
  private final int[] positions;
  private int[] ids;

  private EpochOrder(long seed, int epoch, int size) {
    this.seed = seed;
    this.epoch = epoch;
    this.positions = Permutation.draw(RandomKey.mix(PURPOSE, seed, epoch), size);
  }

  static synchronized EpochOrder of(long seed, int epoch, int size) {
    EpochOrder order = latest.get();

    if (order == null || order.seed != seed || order.epoch != epoch || order.size() != size) {
      order = new EpochOrder(seed, epoch, size);
      latest = new SoftReference<>(order);
    }

    return order;
  }

  public int size() {
    return positions.length;
  }

  /**
   * Position of a sample in the order, 0…size-1.
   *
   * @throws IllegalArgumentException unless 0 ≤ id &lt; size
   */
  public int position(int id) {
    if (id < 0 || id >= positions.length) {
      throw new IllegalArgumentException(
          "sample id %d is outside 0…%d: the plan was made for a data set of another size"
              .formatted(id, positions.length - 1));
    }

    return positions[id];
  }

  /** The sample ids in the order of training, as a new array. */
  public int[] ids() {
    return inverse().clone();
  }

  /**
   * The sample at a position of the order; the inverse of {@link #position}.
   *
   * @param position 0…size-1
   */
  public int id(int position) {
    return inverse()[position];
  }

  private synchronized int[] inverse() {
    if (ids == null) {
      int[] inverse = new int[positions.length];

      for (int id = 0; id < inverse.length; id++) {
        inverse[positions[id]] = id;
      }

      ids = inverse;
    }

    return ids;
  }
}
