package org.convoy.train.round;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.PartitionPruningRDD;
import org.apache.spark.rdd.RDD;
import org.convoy.spark.ScalaCollections;
import org.convoy.strategy.RoundResult;
import org.convoy.strategy.StateSlices;
import org.convoy.strategy.WorkerReport;
import scala.Function1;
import scala.Tuple2;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * The mean of a round's results, taken in the executors: the training tasks cut what they bring
 * back into slices, a shuffle sends all workers' slices of one place to one task, and the driver
 * puts the mean of each place where it belongs: one state in all, however many workers there are,
 * and nowhere more than some slices of another.
 */
public final class SlicedReduction {
  private static final int MOST_DIRECT_WORKERS = 2;

  /** Of all workers, 128 MiB: for less, a second stage takes longer than the driver for reading. */
  private static final long MOST_DIRECT_FLOATS = 1 << 25;

  /** Of one worker, 256 MiB: an executor has three of a result on its way, for each task slot. */
  private static final long LONGEST_DIRECT_RESULT = 1 << 26;

  /**
   * A little less than 8 MiB, whatever rounding adds: the array of a power of two with its header
   * takes a region of the garbage collector more than it fills.
   */
  private static final int SLICE_FLOATS = (1 << 21) - (1 << 14);

  /** 64 MiB: a task that reduces holds the slices of all workers. */
  private static final int PLACE_FLOATS = 1 << 24;

  private SlicedReduction() {}

  /**
   * Whether the second stage is expected to cost less than it saves on a cluster, going by config
   * and model alone. Two results are no more than the one that comes back either way and another.
   */
  public static boolean pays(int workers, long floats) {
    return floats > LONGEST_DIRECT_RESULT
        || (workers > MOST_DIRECT_WORKERS && floats * workers > MOST_DIRECT_FLOATS);
  }

  /** The slices that a state goes in, small ones for many workers. */
  public static StateSlices slices(int workers, long floats) {
    return StateSlices.of(floats, Math.min(SLICE_FLOATS, PLACE_FLOATS / workers));
  }

  /**
   * Runs the round's tasks and reduces what they bring back.
   *
   * @param results of all rounds of the epoch, in slices
   * @param partitions of the round, by worker
   * @param vectors where the result goes, but for its reports
   */
  public static RoundResult reduce(
      JavaPairRDD<Integer, RoundResult> results,
      int[] partitions,
      StateSlices slices,
      RoundResult vectors) {
    JavaPairRDD<Integer, RoundResult> placed =
        only(results, partitions).partitionBy(new HashPartitioner(slices.count()));
    Collected collected = new Collected(slices, vectors);
    try {
      RDD<RoundResult> means = placed.mapPartitions(SlicedReduction::mean).rdd();
      List<Object> places =
          IntStream.range(0, slices.count()).<Object>mapToObj(place -> place).toList();
      means
          .context()
          .runJob(
              means,
              new OnlyMean(),
              ScalaCollections.list(places),
              collected,
              ClassTag$.MODULE$.apply(RoundResult.class));
      return vectors.with(collected.reports.get());
    } finally {
      clean(placed.rdd());
    }
  }

  /** The partitions of one round: a shuffle would run the tasks of all. */
  private static JavaPairRDD<Integer, RoundResult> only(
      JavaPairRDD<Integer, RoundResult> results, int[] partitions) {
    int first = partitions[0];
    int last = partitions[partitions.length - 1];
    Function1<Object, Object> inRound =
        (Function1<Object, Object> & Serializable)
            partition -> (int) partition >= first && (int) partition <= last;
    return JavaPairRDD.fromJavaRDD(
        JavaRDD.fromRDD(PartitionPruningRDD.create(results.rdd(), inRound), results.classTag()));
  }

  /** Of the workers' slices of one place. */
  private static Iterator<RoundResult> mean(Iterator<Tuple2<Integer, RoundResult>> placed) {
    List<RoundResult> slices = new ArrayList<>();
    placed.forEachRemaining(pair -> slices.add(pair._2()));
    slices.sort(Comparator.comparingInt(slice -> slice.reports().get(0).worker()));
    return List.of(RoundResult.meanOnThread(slices)).iterator();
  }

  /** Brings the mean of a place back. */
  private static final class OnlyMean
      extends AbstractFunction2<TaskContext, scala.collection.Iterator<RoundResult>, RoundResult>
      implements Serializable {
    @Override
    public RoundResult apply(TaskContext task, scala.collection.Iterator<RoundResult> mean) {
      return mean.next();
    }
  }

  /** Puts the mean of each place into the whole, on the driver. */
  private static final class Collected extends AbstractFunction2<Object, RoundResult, BoxedUnit> {
    private final StateSlices slices;
    private final RoundResult whole;
    private final AtomicReference<List<WorkerReport>> reports = new AtomicReference<>();

    Collected(StateSlices slices, RoundResult whole) {
      this.slices = slices;
      this.whole = whole;
    }

    @Override
    public BoxedUnit apply(Object place, RoundResult mean) {
      slices.put(mean, (int) place, whole);
      reports.set(mean.reports());
      return BoxedUnit.UNIT;
    }
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
