package org.convoy.data.spark;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.convoy.common.argument.Bounds;
import org.convoy.data.ImageDataset;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.data.sampler.ChunkedOrder.Chunks;

/**
 * The samples of a data set as an RDD. The description of the data set is in the executors until
 * this is closed, and the samples themselves are where they are {@link #kept}.
 */
public final class SampleRdd implements AutoCloseable {
  private final Broadcast<SerializableConfiguration> hadoop;
  private final Broadcast<Shared<ImageDataset>> dataset;
  private final JavaRDD<SampleIterator> slices;
  private final JavaRDD<Sample> samples;

  private SampleRdd(JavaSparkContext context, ImageDataset dataset, int partitions, Starts starts) {
    this.hadoop = context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
    this.dataset = context.broadcast(new Shared<>(dataset));
    this.slices =
        slices(context, this.dataset, hadoop, partitions, starts)
            .setName("slices of " + dataset.location());
    this.samples = slices.flatMap(read -> read).setName("samples of " + dataset.location());
  }

  /**
   * An RDD whose partition p holds the p-th of {@code partitions} contiguous slices of the ids, of
   * sizes that differ by at most one. Tasks read their slice from the data set's files, with the
   * context's Hadoop configuration.
   *
   * <p>{@link org.convoy.data.DataException} in a task fails the job, as a cause of Spark's
   * exception.
   *
   * @param partitions at least 1; as many as there are samples at most
   */
  public static SampleRdd read(JavaSparkContext context, ImageDataset dataset, int partitions) {
    Bounds.COUNT.check("partitions", partitions);

    int size = dataset.size();
    int slices = Math.max(1, Math.min(size, partitions));
    return new SampleRdd(context, dataset, slices, index -> sliceStart(size, index, slices));
  }

  /** As {@link #read}, with a partition for each chunk of the data set. */
  public static SampleRdd readChunks(
      JavaSparkContext context, ImageDataset dataset, int chunkSize) {
    Chunks chunks = new Chunks(dataset.size(), chunkSize);
    return new SampleRdd(context, dataset, chunks.count(), chunks::start);
  }

  /** The samples, in the order of their ids. */
  public JavaRDD<Sample> samples() {
    return samples;
  }

  /** The samples with these ids, in their order: all are read, and none but these is sent. */
  public List<Sample> withIds(Set<Integer> ids) {
    return withIds(samples, ids);
  }

  /** As above, of samples that are kept, for example. */
  public static List<Sample> withIds(JavaRDD<Sample> samples, Set<Integer> ids) {
    return ids.isEmpty()
        ? List.of()
        : samples.filter(sample -> ids.contains(sample.id())).collect();
  }

  /** This, whose samples Spark keeps once they are read, in memory or on disk. */
  public SampleRdd kept() {
    samples.persist(StorageLevel.MEMORY_AND_DISK_SER());
    return this;
  }

  /**
   * The samples of each partition as they are read, in a partition of their own. They are closed
   * when the task ends.
   */
  JavaRDD<SampleIterator> slices() {
    return slices;
  }

  /** First id of a partition, and of the one after the last. */
  @FunctionalInterface
  private interface Starts extends Serializable {
    int of(int partition);
  }

  private static JavaRDD<SampleIterator> slices(
      JavaSparkContext context,
      Broadcast<Shared<ImageDataset>> dataset,
      Broadcast<SerializableConfiguration> hadoop,
      int partitions,
      Starts starts) {
    List<Integer> indexes = IntStream.range(0, partitions).boxed().toList();
    return context
        .parallelize(indexes, partitions)
        .map(
            index ->
                readSlice(
                    dataset.value().value(),
                    hadoop.value(),
                    starts.of(index),
                    starts.of(index + 1)));
  }

  private static SampleIterator readSlice(
      ImageDataset dataset, SerializableConfiguration hadoop, int from, int to) {
    SampleIterator samples = dataset.read(hadoop.value(), from, to);
    TaskCompletionListener release = task -> samples.close();
    TaskContext.get().addTaskCompletionListener(release);
    return samples;
  }

  private static int sliceStart(int size, int index, int partitions) {
    return (int) ((long) size * index / partitions);
  }

  /** Frees all that Spark keeps of it. */
  @Override
  public void close() {
    KeptBlocks.free(samples);
    KeptBlocks.free(dataset);
    KeptBlocks.free(hadoop);
  }
}
