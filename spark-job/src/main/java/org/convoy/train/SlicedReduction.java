package org.convoy.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.PartitionPruningRDD;
import org.apache.spark.rdd.RDD;
import org.convoy.train.sync.MeanSlice;
import org.convoy.train.sync.ReplicaResult;
import org.convoy.train.sync.RoundResult;
import org.convoy.train.sync.StateSlice;
import scala.Function1;
import scala.Tuple2;

/**
 * The mean of a round's results, taken in the executors: the training tasks cut what they bring
 * back into slices, a shuffle sends all workers' slices of one place to one task, and the driver
 * gets the mean of each place: one state in all, however many workers there are.
 */
final class SlicedReduction {
  private static final int MOST_DIRECT_WORKERS = 2;

  /** Of all workers, 128 MiB: for less, a second stage takes longer than the driver for reading. */
  private static final long MOST_DIRECT_FLOATS = 1 << 25;

  private static final int SLICE_FLOATS = 1 << 20;

  private SlicedReduction() {}

  /**
   * Whether the second stage is expected to cost less than it saves on a cluster, going by config
   * and model alone. Two results are no more than the one that comes back either way and another.
   */
  static boolean pays(int workers, long floats) {
    return workers > MOST_DIRECT_WORKERS && floats * workers > MOST_DIRECT_FLOATS;
  }

  /**
   * Runs the round's tasks and reduces what they bring back.
   *
   * @param results of all rounds of the epoch
   * @param partitions of the round, by worker
   * @param parameters how many of the values that a worker shares are parameters
   */
  static RoundResult reduce(JavaRDD<ReplicaResult> results, int[] partitions, int parameters) {
    int slices = Math.max(1, Math.min(partitions.length, parameters / SLICE_FLOATS));
    JavaPairRDD<Integer, StateSlice> placed =
        only(results, partitions)
            .flatMapToPair(result -> placed(result, slices))
            .partitionBy(new HashPartitioner(slices));
    try {
      List<MeanSlice> means = placed.mapPartitions(SlicedReduction::mean).collect();
      return RoundResult.ofSlices(means, parameters);
    } finally {
      clean(placed.rdd());
    }
  }

  /** The partitions of one round: a shuffle would run the tasks of all. */
  private static JavaRDD<ReplicaResult> only(JavaRDD<ReplicaResult> results, int[] partitions) {
    int first = partitions[0];
    int last = partitions[partitions.length - 1];
    Function1<Object, Object> inRound =
        (Function1<Object, Object> & Serializable)
            partition -> (int) partition >= first && (int) partition <= last;
    return JavaRDD.fromRDD(PartitionPruningRDD.create(results.rdd(), inRound), results.classTag());
  }

  private static Iterator<Tuple2<Integer, StateSlice>> placed(ReplicaResult result, int slices) {
    List<StateSlice> cut = StateSlice.cut(result, slices);
    return IntStream.range(0, slices)
        .mapToObj(place -> new Tuple2<>(place, cut.get(place)))
        .iterator();
  }

  /** Of the workers' slices of one place. */
  private static Iterator<MeanSlice> mean(Iterator<Tuple2<Integer, StateSlice>> placed) {
    List<StateSlice> slices = new ArrayList<>();
    placed.forEachRemaining(pair -> slices.add(pair._2()));
    return List.of(MeanSlice.of(slices)).iterator();
  }

  /**
   * Deletes the files of this shuffle. Spark's own cleanShuffleDependencies would delete those of
   * the epoch's shuffle with them.
   */
  private static void clean(RDD<?> shuffled) {
    ShuffleDependency<?, ?, ?> shuffle =
        (ShuffleDependency<?, ?, ?>) shuffled.dependencies().head();
    if (shuffled.sparkContext().cleaner().isDefined()) {
      shuffled.sparkContext().cleaner().get().doCleanupShuffle(shuffle.shuffleId(), true);
    }
  }
}
