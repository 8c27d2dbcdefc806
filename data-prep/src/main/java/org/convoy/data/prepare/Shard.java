package org.convoy.data.prepare;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.convoy.common.Json;
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
  // So that small data sets, too, keep several cores busy.
  private static final int FEWEST_SHARDS = 16;
  private static final int WORTHWHILE_SAMPLES = 1024;
  private static final long WORTHWHILE_BYTES = 4L << 20;

  public Shard {
    requireNonNull(split, "split is null");
  }

  /**
   * Contiguous shares of the ids, of sizes that differ by at most one: as many as the shard size
   * asks for, but at least 16 as long as each has 1,024 samples or 4 MiB.
   *
   * @param size number of samples
   * @param sampleBytes mean bytes of a sample as it will be stored
   */
  static List<Shard> divide(int size, Split split, long sampleBytes, long shardBytes) {
    long bySize = -Math.floorDiv(-sampleBytes * size, shardBytes);
    long worthwhile = Math.max(size / WORTHWHILE_SAMPLES, sampleBytes * size / WORTHWHILE_BYTES);
    long forCores = Math.min(FEWEST_SHARDS, worthwhile);
    int count = (int) Math.min(size, Math.max(1, Math.max(bySize, forCores)));
    return IntStream.range(0, count)
        .mapToObj(
            index ->
                new Shard(
                    split, index, count, start(size, index, count), start(size, index + 1, count)))
        .toList();
  }

  private static int start(int size, int index, int count) {
    return (int) ((long) size * index / count);
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

    /** The form in which it travels and is kept. */
    public String toJson() {
      return Json.of(this);
    }

    /**
     * Reads what {@link #toJson} gives.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static ShardSummary parse(String json) {
      return PrepareFiles.parse(json, ShardSummary.class);
    }
  }
}
