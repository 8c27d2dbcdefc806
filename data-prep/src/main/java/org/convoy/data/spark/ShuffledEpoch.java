package org.convoy.data.spark;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.convoy.data.Sample;
import org.convoy.data.sampler.EpochOrder;
import org.convoy.data.sampler.EpochPlan;
import scala.Tuple2;

/**
 * One epoch of samples, dealt by a shuffle to rounds and workers.
 *
 * <p>Partition {@code round * workers + worker} of {@link #samples} holds exactly the samples of
 * that worker in that round, in the order of training. The driver runs one job a round on that
 * round's partitions only, for instance {@code epoch.samples().mapPartitions(train)
 * .collectPartitions(epoch.partitions(round))}. Spark runs the map side of the shuffle with the
 * first of these jobs and keeps its files; later rounds only fetch their blocks. When an executor
 * is lost, Spark writes the lost files again, from the persisted samples or from the data set.
 *
 * <p>What a partition holds depends on the plan alone, not on how the given RDD is partitioned or
 * where it lies: tasks compute the order from (seed, epoch, size), nothing of it is sent to them.
 *
 * <p>{@link #close} deletes the shuffle files of the epoch on all executors. Without it they would
 * stay until the driver's garbage collector happens to find this object unreachable. The persisted
 * samples are the caller's and stay.
 */
public final class ShuffledEpoch implements AutoCloseable {
  private final EpochPlan plan;
  private final JavaRDD<Sample> samples;

  private ShuffledEpoch(EpochPlan plan, JavaRDD<Sample> samples) {
    this.plan = plan;
    this.samples = samples;
  }

  /**
   * Plans the shuffle; nothing runs before the first job.
   *
   * @param samples each id 0…size-1 once, best persisted: the map side reads it once an epoch
   */
  public static ShuffledEpoch of(JavaRDD<Sample> samples, EpochPlan plan) {
    JavaRDD<Sample> dealt =
        samples
            .mapPartitionsToPair(partition -> place(partition, plan))
            .repartitionAndSortWithinPartitions(new EpochPartitioner(plan))
            .mapPartitionsWithIndex((index, pairs) -> check(index, pairs, plan), true)
            .setName("epoch " + plan.epoch());
    return new ShuffledEpoch(plan, dealt);
  }

  private static Iterator<Tuple2<Integer, Sample>> place(Iterator<Sample> samples, EpochPlan plan) {
    EpochOrder order = plan.order();

    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(samples, Spliterator.ORDERED), false)
        .map(sample -> new Tuple2<>(order.position(sample.id()), sample))
        .filter(placed -> placed._1() < plan.samples())
        .iterator();
  }

  private static Iterator<Sample> check(
      int partition, Iterator<Tuple2<Integer, Sample>> pairs, EpochPlan plan) {
    return new WorkerSamples(pairs, plan, partition / plan.workers(), partition % plan.workers());
  }

  public EpochPlan plan() {
    return plan;
  }

  /** rounds × workers partitions; see the class. */
  public JavaRDD<Sample> samples() {
    return samples;
  }

  /** The partitions of one round, by worker. */
  public int[] partitions(int round) {
    int first = Math.multiplyExact(round, plan.workers());
    return IntStream.range(first, first + plan.workers()).toArray();
  }

  /**
   * Frees the shuffle files of this epoch on all executors and waits until they are gone. A failure
   * to do so is logged by Spark, not thrown.
   */
  @Override
  public void close() {
    samples.rdd().cleanShuffleDependencies(true);
  }
}
