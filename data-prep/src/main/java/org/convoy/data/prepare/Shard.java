package org.convoy.data.prepare;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Locale;
import org.convoy.data.Split;

/**
 * A share of a split that becomes one file. Its boundaries are positions in the order of the
 * shards, which is that of the ids unless it is drawn, so its bytes do not depend on how the work
 * is spread.
 *
 * @param split that it is a part of
 * @param index 0…count-1 in order of position
 * @param count shards of the split
 * @param from first position
 * @param to position after the last
 */
public record Shard(Split split, int index, int count, int from, int to) implements Serializable {
  public Shard {
    requireNonNull(split, "split is null");
  }

  /** Path within the prepared folder. */
  String file() {
    return String.format(
        Locale.ROOT, "%s/part-%05d-of-%05d.parquet", PrepareOptions.name(split), index, count);
  }

  /** Source samples in it, good and bad. */
  public int size() {
    return to - from;
  }

  boolean isFollowedBy(Shard other) {
    return split == other.split && to == other.from;
  }

  /**
   * What one shard holds.
   *
   * @param file its path within the prepared folder
   * @param bytes its length
   * @param sha256 of the file, 64 hexadecimal digits
   * @param statistics of its images, and what was rejected
   */
  public record ShardSummary(String file, long bytes, String sha256, Statistics statistics) {
    public ShardSummary {
      requireNonNull(file, "file is null");
      requireNonNull(sha256, "sha256 is null");
      requireNonNull(statistics, "statistics is null");
    }
  }
}
