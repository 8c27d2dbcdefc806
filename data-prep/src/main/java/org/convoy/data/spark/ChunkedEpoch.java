package org.convoy.data.spark;

import org.apache.spark.api.java.JavaRDD;
import org.convoy.data.Sample;
import org.convoy.data.sampler.ChunkedOrder.Chunks;
import org.convoy.data.sampler.EpochPlan;

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
public final class ChunkedEpoch implements Epoch {
  private final EpochPlan plan;
  private final JavaRDD<Sample> samples;

  private ChunkedEpoch(EpochPlan plan, JavaRDD<Sample> samples) {
    this.plan = plan;
    this.samples = samples;
  }

  /**
   * Plans the epoch; nothing runs before the first job.
   *
   * @param chunks a partition for each chunk, as {@link SampleRdd#readChunks} makes them, best
   *     persisted: most are read by two tasks an epoch
   * @param chunkSize samples of a chunk
   * @throws IllegalArgumentException when there are more or fewer partitions than chunks
   */
  public static ChunkedEpoch of(JavaRDD<Sample> chunks, EpochPlan plan, int chunkSize) {
    int count = new Chunks(plan.size(), chunkSize).count();
    if (chunks.getNumPartitions() != count) {
      throw new IllegalArgumentException(
          "%d samples in chunks of %d need %d partitions, not %d"
              .formatted(plan.size(), chunkSize, count, chunks.getNumPartitions()));
    }

    JavaRDD<Sample> dealt = new ChunkedSamples(chunks, plan, chunkSize).toJavaRDD();
    return new ChunkedEpoch(plan, dealt.setName("epoch " + plan.epoch()));
  }

  @Override
  public EpochPlan plan() {
    return plan;
  }

  @Override
  public JavaRDD<Sample> samples() {
    return samples;
  }

  /** Does nothing: Spark keeps the chunks, which are the caller's, and nothing else. */
  @Override
  public void close() {}
}
