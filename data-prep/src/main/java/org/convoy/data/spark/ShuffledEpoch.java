package org.convoy.data.spark;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import org.convoy.common.argument.Bounds;
import org.convoy.data.Sample;
import org.convoy.data.sampler.EpochOrder;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.sampler.EpochPlan.Slot;
import scala.Tuple2;

/**
 * An epoch that follows a permutation of all samples, dealt by a shuffle.
 *
 * <p>Spark runs the map side of the shuffle with the job of the first round and keeps its files;
 * later rounds only fetch their blocks. When an executor is lost, Spark writes the lost files
 * again, from the persisted samples or from the data set.
 *
 * <p>What a partition holds depends on the plan alone, not on how the given RDD is partitioned or
 * where it lies: tasks compute the order from (seed, epoch, size), nothing of it is sent to them.
 *
 * <p>{@link #close} deletes the shuffle files of the epoch on all executors. Without it they would
 * stay until the driver's garbage collector happens to find this object unreachable. The persisted
 * samples are the caller's and stay.
 */
public final class ShuffledEpoch extends Epoch {
  // Spark's sort measures its buffer's size over and over by walking the objects in it: most of the
  // time of a round of small images.
  private static final long IN_MEMORY_BYTES = 64L << 20;

  private ShuffledEpoch(EpochPlan plan, JavaRDD<Sample> samples) {
    super(plan, samples);
  }

  /**
   * Plans the shuffle; nothing runs before the first job.
   *
   * <p>What one worker gets in one round is ordered in memory up to 64 MB, and beyond that by
   * Spark's sort, which spills to disk. The result is the same; the sort takes several times as
   * long for small images.
   *
   * @param samples each id 0…size-1 once, best persisted: the map side reads it once an epoch
   * @param sampleBytes size of a sample's pixels, at least 1: an upper bound or a fair guess
   */
  public static ShuffledEpoch of(JavaRDD<Sample> samples, EpochPlan plan, int sampleBytes) {
    Bounds.COUNT.check("sampleBytes", sampleBytes);

    JavaPairRDD<Integer, Sample> placed =
        samples.mapPartitionsToPair(partition -> place(partition, plan));
    JavaRDD<Sample> dealt = fitsMemory(plan, sampleBytes) ? deal(placed, plan) : sort(placed, plan);
    return new ShuffledEpoch(plan, dealt);
  }

  private static boolean fitsMemory(EpochPlan plan, int sampleBytes) {
    return plan.mostSamplesInRound() * sampleBytes <= IN_MEMORY_BYTES;
  }

  /**
   * Shuffles what one epoch trains on to rounds and workers: partition {@code round * workers +
   * worker} holds that of the worker in the round, in the order of training, in memory.
   *
   * @param placed each by its position in the order of the epoch
   */
  public static <T> JavaRDD<T> deal(JavaPairRDD<Integer, T> placed, EpochPlan plan) {
    return shuffled(placed.partitionBy(new EpochPartitioner(plan)))
        .mapPartitionsWithIndex(
            (index, pairs) -> WorkerRound.ofPartition(plan, index).arrange(pairs), true);
  }

  private static JavaRDD<Sample> sort(JavaPairRDD<Integer, Sample> placed, EpochPlan plan) {
    return shuffled(placed.repartitionAndSortWithinPartitions(new EpochPartitioner(plan)))
        .mapPartitionsWithIndex(
            (index, pairs) -> WorkerRound.ofPartition(plan, index).verify(pairs), true);
  }

  private static <T> JavaRDD<Tuple2<Integer, T>> shuffled(JavaPairRDD<Integer, T> dealt) {
    ShuffledRDD<?, ?, ?> shuffled = (ShuffledRDD<?, ?, ?>) dealt.rdd();
    shuffled.setSerializer(new ProcessSerializer());
    return JavaRDD.fromRDD(dealt.rdd(), dealt.classTag());
  }

  private static Iterator<Tuple2<Integer, Sample>> place(Iterator<Sample> samples, EpochPlan plan) {
    EpochOrder order = plan.order();

    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(samples, Spliterator.ORDERED), false)
        .map(sample -> new Tuple2<>(order.position(sample.id()), sample))
        .filter(placed -> placed._1() < plan.samples())
        .iterator();
  }

  /**
   * Frees the shuffle files of this epoch on all executors and waits until they are gone. A failure
   * to do so is logged by Spark, not thrown.
   */
  @Override
  public void close() {
    samples().rdd().cleanShuffleDependencies(true);
  }

  /**
   * The serializer of {@code spark.serializer} that the process has already. A shuffle without one
   * of its own sends it with each task, which then sets up Kryo anew: several milliseconds a task.
   */
  static final class ProcessSerializer extends Serializer implements java.io.Serializable {
    @Override
    public SerializerInstance newInstance() {
      return SparkEnv.get().serializer().newInstance();
    }

    @Override
    public boolean supportsRelocationOfSerializedObjects() {
      return SparkEnv.get().serializer().supportsRelocationOfSerializedObjects();
    }
  }

  /** Sends a position of an epoch's order to partition round × workers + worker. */
  static final class EpochPartitioner extends Partitioner {
    private final EpochPlan plan;

    EpochPartitioner(EpochPlan plan) {
      this.plan = requireNonNull(plan, "plan is null");
    }

    @Override
    public int numPartitions() {
      return Math.multiplyExact(plan.rounds().count(), plan.workers());
    }

    @Override
    public int getPartition(Object position) {
      Slot slot = plan.slot((Integer) position);
      return slot.round() * plan.workers() + slot.worker();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof EpochPartitioner partitioner && plan.equals(partitioner.plan);
    }

    @Override
    public int hashCode() {
      return plan.hashCode();
    }
  }
}
