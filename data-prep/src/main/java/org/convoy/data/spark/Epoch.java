package org.convoy.data.spark;

import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.convoy.data.Sample;
import org.convoy.data.sampler.EpochPlan;

/**
 * One epoch of samples, dealt to rounds and workers.
 *
 * <p>Partition {@code round * workers + worker} of {@link #samples} holds exactly the samples of
 * that worker in that round, in the order of training. The driver runs one job a round on that
 * round's partitions only, for instance {@code epoch.samples().mapPartitions(train)
 * .collectPartitions(epoch.partitions(round))}.
 */
public sealed interface Epoch extends AutoCloseable
    permits ShuffledEpoch, IndexedEpoch, ChunkedEpoch {
  EpochPlan plan();

  /** rounds × workers partitions; see above. */
  JavaRDD<Sample> samples();

  /** The partitions of one round, by worker. */
  default int[] partitions(int round) {
    int first = Math.multiplyExact(round, plan().workers());
    return IntStream.range(first, first + plan().workers()).toArray();
  }

  /** Frees what Spark keeps for this epoch alone. */
  @Override
  void close();
}
