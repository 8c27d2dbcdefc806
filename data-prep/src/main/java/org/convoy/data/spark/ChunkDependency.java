package org.convoy.data.spark;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.NarrowDependency;
import org.apache.spark.rdd.RDD;
import org.convoy.data.Sample;
import org.convoy.data.sampler.ChunkedOrder;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.spark.ScalaCollections;

/** Which chunks a worker's round is made of. */
final class ChunkDependency extends NarrowDependency<Sample> {
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
