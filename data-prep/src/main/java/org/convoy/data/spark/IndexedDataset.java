package org.convoy.data.spark;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.convoy.data.ImageDataset;
import org.convoy.data.sampler.EpochPlan;

/**
 * A data set whose samples tasks read by their ids: its description is in all executors, its
 * samples stay where they are. Made once a training; each epoch refers to it.
 */
public final class IndexedDataset implements Serializable, AutoCloseable {
  /** Encoded images that a task reads at a time. */
  static final int WINDOW_BYTES = 16 << 20;

  /** What a task slot holds of them: those that it trains on, and those read ahead. */
  public static final long SLOT_BYTES = 2L * WINDOW_BYTES;

  /** Tells data sets apart in a process that trains several, one after the other. */
  private final UUID identity = UUID.randomUUID();

  private final transient JavaSparkContext context;
  private final Broadcast<Shared<ImageDataset>> dataset;
  private final Broadcast<SerializableConfiguration> hadoop;
  private final int size;
  private final int windowSize;

  private IndexedDataset(JavaSparkContext context, ImageDataset dataset) {
    this.context = requireNonNull(context, "context is null");
    this.dataset = context.broadcast(new Shared<>(dataset));
    this.hadoop = context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
    this.size = dataset.size();
    this.windowSize = Math.max(1, WINDOW_BYTES / dataset.sampleBytes());
  }

  /** Sends the description of a data set to the executors, where it stays until this is closed. */
  public static IndexedDataset share(JavaSparkContext context, ImageDataset dataset) {
    return new IndexedDataset(context, dataset);
  }

  /**
   * Plans an epoch; nothing is read before the first job.
   *
   * @throws IllegalArgumentException when the plan is for another number of samples
   */
  public Epoch epoch(EpochPlan plan) {
    if (plan.size() != size) {
      throw new IllegalArgumentException(
          "a plan for %d samples, but the data set has %d".formatted(plan.size(), size));
    }

    return new Epoch(plan, new IndexedSamples(context.sc(), this, plan).toJavaRDD());
  }

  ImageDataset dataset() {
    return dataset.value().value();
  }

  Configuration hadoop() {
    return hadoop.value().value();
  }

  /** Samples of a window: as many as fill it on average. */
  int windowSize() {
    return windowSize;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IndexedDataset indexed && identity.equals(indexed.identity);
  }

  @Override
  public int hashCode() {
    return identity.hashCode();
  }

  /** Frees what the executors keep of it. */
  @Override
  public void close() {
    ReadAhead.OF_PROCESS.forget(this);
    KeptBlocks.free(dataset);
    KeptBlocks.free(hadoop);
  }
}
