package org.convoy.train.segment;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.convoy.data.Sample;
import org.convoy.data.spark.Epoch;
import org.convoy.spark.ScalaCollections;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * What the workers of a segment bring back: a partition a worker, of whose tasks all run at the
 * same time or none.
 *
 * <p>Such a stage may not be made of an RDD with other partitions (SPARK-24820), and a worker needs
 * one of the epoch's for each round: so the epoch is no parent of this, and its partitions come
 * with this one's. Only what the epoch is shuffled by is: Spark does that in a stage before.
 */
final class SegmentRdd extends RDD<Integer> {
  private static final ClassTag<Integer> TYPE = ClassTag$.MODULE$.apply(Integer.class);

  private final RDD<Sample> samples;
  private final SegmentTask task;
  private final transient Partition[] parts;

  /**
   * Of a stretch of an epoch's rounds.
   *
   * @param first the first of them
   * @param count how many they are
   */
  SegmentRdd(Epoch epoch, int first, int count, SegmentTask task) {
    super(epoch.samples().context(), ScalaCollections.list(shuffles(epoch.samples().rdd())), TYPE);
    this.samples = epoch.samples().rdd();
    this.task = requireNonNull(task, "task is null");
    this.parts = parts(samples.partitions(), epoch.plan().workers(), first, count);
  }

  private static Partition[] parts(Partition[] ofEpoch, int workers, int first, int count) {
    return IntStream.range(0, workers)
        .mapToObj(
            worker ->
                new SegmentPartition(
                    worker,
                    IntStream.range(first, first + count)
                        .mapToObj(round -> ofEpoch[round * workers + worker])
                        .toList()))
        .toArray(Partition[]::new);
  }

  /** The shuffles that an RDD begins with. */
  private static List<Dependency<?>> shuffles(RDD<?> rdd) {
    List<Dependency<?>> shuffles = new ArrayList<>();
    Set<RDD<?>> seen = new LinkedHashSet<>();
    Deque<RDD<?>> open = new ArrayDeque<>(List.of(rdd));
    while (!open.isEmpty()) {
      RDD<?> next = open.pop();
      if (seen.add(next)) {
        for (Dependency<?> dependency : ScalaCollections.asJava(next.dependencies())) {
          if (dependency instanceof ShuffleDependency) {
            shuffles.add(dependency);
          } else {
            open.push(dependency.rdd());
          }
        }
      }
    }

    return shuffles;
  }

  @Override
  public boolean isBarrier() {
    return true;
  }

  @Override
  public Partition[] getPartitions() {
    return parts.clone();
  }

  /** Where the worker's first round is read best. */
  @Override
  public scala.collection.immutable.List<String> getPreferredLocations(Partition partition) {
    Partition first = ((SegmentPartition) partition).rounds().get(0);
    return ScalaCollections.list(ScalaCollections.asJava(samples.preferredLocations(first)));
  }

  @Override
  public scala.collection.Iterator<Integer> compute(Partition partition, TaskContext context) {
    List<Partition> rounds = ((SegmentPartition) partition).rounds();
    int pieces =
        task.run(
            id(),
            partition.index(),
            round -> ScalaCollections.asJava(samples.iterator(rounds.get(round), context)));
    return ScalaCollections.asScala(List.of(pieces).iterator());
  }
}
