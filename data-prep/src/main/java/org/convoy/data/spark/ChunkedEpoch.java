package org.convoy.data.spark;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.Dependency;
import org.apache.spark.NarrowDependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.CoalescedRDDPartition;
import org.apache.spark.rdd.RDD;
import org.convoy.data.Sample;
import org.convoy.data.sampler.ChunkedOrder;
import org.convoy.data.sampler.ChunkedOrder.Chunks;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.spark.ScalaCollections;
import scala.Option;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * An epoch that follows a {@link org.convoy.data.sampler.ChunkedOrder}: the tasks of a round read
 * the chunks that hold their samples, and nothing else, from where Spark keeps them, or from the
 * data set. Nothing is shuffled between executors and nothing is written; the first round begins at
 * once.
 *
 * <p>What a partition holds depends on the plan and the size of the chunks alone, not on where the
 * chunks lie: tasks compute the order, nothing of it is sent to them. A chunk that is lost with its
 * executor is read again by the task that needs it.
 */
public final class ChunkedEpoch {
  private ChunkedEpoch() {}

  /**
   * Plans the epoch; nothing runs before the first job.
   *
   * @param chunks a partition for each chunk, as {@link SampleRdd#readChunks} makes them, best
   *     persisted: most are read by two tasks an epoch
   * @param chunkSize samples of a chunk
   * @throws IllegalArgumentException when there are more or fewer partitions than chunks
   */
  public static Epoch of(JavaRDD<Sample> chunks, EpochPlan plan, int chunkSize) {
    int count = new Chunks(plan.size(), chunkSize).count();
    if (chunks.getNumPartitions() != count) {
      throw new IllegalArgumentException(
          "%d samples in chunks of %d need %d partitions, not %d"
              .formatted(plan.size(), chunkSize, count, chunks.getNumPartitions()));
    }

    return new Epoch(plan, new ChunkedSamples(chunks, plan, chunkSize).toJavaRDD());
  }

  /**
   * The samples of an epoch by round and worker, each partition made of the chunks that hold them.
   * Written against Spark's Scala interface: its Java interface has no dependencies of one's own.
   */
  static final class ChunkedSamples extends RDD<Sample> {
    private static final ClassTag<Sample> SAMPLE = ClassTag$.MODULE$.apply(Sample.class);

    private final ChunkDependency dependency;
    // Only the driver decides where tasks run.
    private final transient RoundPlacement placement;

    ChunkedSamples(JavaRDD<Sample> chunks, EpochPlan plan, int chunkSize) {
      this(new ChunkDependency(chunks.rdd(), plan, chunkSize));
    }

    private ChunkedSamples(ChunkDependency dependency) {
      super(dependency.rdd().context(), dependencies(dependency), SAMPLE);
      this.dependency = dependency;
      this.placement = new RoundPlacement(dependency);
    }

    private static scala.collection.immutable.List<Dependency<?>> dependencies(
        ChunkDependency dependency) {
      return ScalaCollections.list(List.<Dependency<?>>of(dependency));
    }

    @Override
    public Partition[] getPartitions() {
      EpochPlan plan = dependency.plan();
      int count = Math.multiplyExact(plan.rounds().count(), plan.workers());
      return IntStream.range(0, count).mapToObj(this::partition).toArray(Partition[]::new);
    }

    private Partition partition(int index) {
      return new CoalescedRDDPartition(
          index, dependency.rdd(), dependency.chunks(index), Option.empty());
    }

    @Override
    public scala.collection.immutable.List<String> getPreferredLocations(Partition partition) {
      return ScalaCollections.list(placement.preferred(partition.index()));
    }

    @Override
    public Iterator<Sample> compute(Partition partition, TaskContext context) {
      List<Partition> chunks =
          ScalaCollections.asJava(((CoalescedRDDPartition) partition).parents());
      WorkerRound share = WorkerRound.ofPartition(dependency.plan(), partition.index());
      return ScalaCollections.asScala(
          new WindowedSamples(
              dependency.order(), share, chunk -> read(chunk(chunks, chunk), context)));
    }

    private static Partition chunk(List<Partition> chunks, int index) {
      return chunks.stream().filter(chunk -> chunk.index() == index).findFirst().orElseThrow();
    }

    private java.util.Iterator<Sample> read(Partition chunk, TaskContext context) {
      return ScalaCollections.asJava(dependency.rdd().iterator(chunk, context));
    }
  }

  /** Which chunks a worker's round is made of. */
  static final class ChunkDependency extends NarrowDependency<Sample> {
    private final EpochPlan plan;
    private final int chunkSize;
    // Computed anew by each task rather than sent to it.
    private transient ChunkedOrder order;

    ChunkDependency(RDD<Sample> chunks, EpochPlan plan, int chunkSize) {
      super(chunks);
      this.plan = requireNonNull(plan, "plan is null");
      this.chunkSize = chunkSize;
    }

    EpochPlan plan() {
      return plan;
    }

    synchronized ChunkedOrder order() {
      if (order == null) {
        order = ChunkedOrder.of(plan, chunkSize);
      }

      return order;
    }

    /** Indexes of the chunks of a partition of the epoch. */
    int[] chunks(int partition) {
      WorkerRound share = WorkerRound.ofPartition(plan, partition);
      return order().chunks(share.round(), share.worker());
    }

    @Override
    public scala.collection.immutable.List<Object> getParents(int partition) {
      List<Object> parents = Arrays.stream(chunks(partition)).<Object>mapToObj(i -> i).toList();
      return ScalaCollections.list(parents);
    }
  }
}
