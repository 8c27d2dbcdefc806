package org.convoy.data.prepare;

import java.io.Serializable;

/** In which order shards hold the samples. */
public sealed interface ShardOrder extends Serializable {
  /** That of the source. */
  ShardOrder SOURCE = new Source();

  /** A random order of the samples of each split. */
  static ShardOrder shuffled(long seed) {
    return new Shuffled(seed);
  }

  /** See {@link #SOURCE}. */
  record Source() implements ShardOrder {}

  /**
   * See {@link #shuffled}.
   *
   * @param seed another seed draws another order
   */
  record Shuffled(long seed) implements ShardOrder {}
}
