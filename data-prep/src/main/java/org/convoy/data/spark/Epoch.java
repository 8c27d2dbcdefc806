package org.convoy.data.spark;

import static java.util.Objects.requireNonNull;

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
public class Epoch implements AutoCloseable {
  private final EpochPlan plan;
  private final JavaRDD<Sample> samples;

  /**
   * @param samples rounds × workers partitions; see above
   */
  Epoch(EpochPlan plan, JavaRDD<Sample> samples) {
    this.plan = requireNonNull(plan, "plan is null");
    this.samples = samples.setName("epoch " + plan.epoch());
  }

  public final EpochPlan plan() {
    return plan;
  }

  /** rounds × workers partitions; see above. */
  public final JavaRDD<Sample> samples() {
    return samples;
  }

  /** The partitions of one round, by worker. */
  public final int[] partitions(int round) {
    int first = Math.multiplyExact(round, plan.workers());
    return IntStream.range(first, first + plan.workers()).toArray();
  }

  /** Frees what Spark keeps for this epoch alone: nothing, unless a shuffle made it. */
  @Override
  public void close() {}
}
