package org.convoy.data.spark;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.CoalescedRDDPartition;
import org.apache.spark.rdd.RDD;
import org.convoy.data.Sample;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.spark.ScalaCollections;
import scala.Option;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The samples of an epoch by round and worker, each partition made of the chunks that hold them.
 * Written against Spark's Scala interface: its Java interface has no dependencies of one's own.
 */
final class ChunkedSamples extends RDD<Sample> {
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
    List<Partition> chunks = ScalaCollections.asJava(((CoalescedRDDPartition) partition).parents());
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
