package org.convoy.data.prepare;

import java.util.List;
import java.util.stream.IntStream;
import org.convoy.data.Split;

/** Divides splits into shards. */
final class Shards {
  // So that small data sets, too, keep several cores busy.
  private static final int FEWEST_SHARDS = 16;
  private static final int WORTHWHILE_SAMPLES = 1024;
  private static final long WORTHWHILE_BYTES = 4L << 20;

  private Shards() {}

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
}
