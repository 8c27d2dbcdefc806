package org.convoy.data.spark;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.data.Sample;
import org.convoy.data.sampler.EpochPlan;

/**
 * An epoch that follows the same permutation of all samples as {@link ShuffledEpoch}, without a
 * shuffle: a task reads the samples of its worker and round from the data set by their ids. Nothing
 * is sent between executors and nothing is written; the first round begins at once.
 *
 * <p>A task reads a window of samples at a time, in the order in which they lie in the files, on a
 * few threads, and the next window while it trains on this one; after the last it begins with the
 * first of the same worker's next round. What is read ahead is a cache: a task that does not find
 * its window reads it.
 */
public final class IndexedEpoch implements Epoch {
  private final EpochPlan plan;
  private final JavaRDD<Sample> samples;

  private IndexedEpoch(EpochPlan plan, JavaRDD<Sample> samples) {
    this.plan = plan;
    this.samples = samples;
  }

  static IndexedEpoch of(JavaSparkContext context, IndexedDataset dataset, EpochPlan plan) {
    JavaRDD<Sample> dealt = new IndexedSamples(context.sc(), dataset, plan).toJavaRDD();
    return new IndexedEpoch(plan, dealt.setName("epoch " + plan.epoch()));
  }

  @Override
  public EpochPlan plan() {
    return plan;
  }

  @Override
  public JavaRDD<Sample> samples() {
    return samples;
  }

  /** Does nothing: Spark keeps nothing of an epoch. */
  @Override
  public void close() {}
}
