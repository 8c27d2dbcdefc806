package org.convoy.data.spark;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.convoy.data.ImageDataset;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.data.sampler.Chunks;

/** The samples of a data set as an RDD. */
public final class SampleRdd {
  private SampleRdd() {}

  /**
   * An RDD whose partition p holds the p-th of {@code partitions} contiguous slices of the ids, of
   * sizes that differ by at most one. Tasks read their slice from the data set's files, with the
   * context's Hadoop configuration.
   *
   * <p>It is not persisted: the caller does that, once a job, and unpersists it. {@link
   * org.convoy.data.DataException} in a task fails the job, as a cause of Spark's exception.
   *
   * @param partitions at least 1; some are empty when there are fewer samples
   */
  public static JavaRDD<Sample> read(
      JavaSparkContext context, ImageDataset dataset, int partitions) {
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions must be at least 1, not " + partitions);
    }

    int size = dataset.size();
    return read(context, dataset, partitions, index -> sliceStart(size, index, partitions));
  }

  /** As {@link #read}, with a partition for each chunk of the data set. */
  public static JavaRDD<Sample> readChunks(
      JavaSparkContext context, ImageDataset dataset, int chunkSize) {
    Chunks chunks = new Chunks(dataset.size(), chunkSize);
    return read(context, dataset, chunks.count(), chunks::start);
  }

  /**
   * As {@link #read}, with the samples of a slice as they are read, in a partition of their own.
   * They are closed when the task ends.
   */
  static JavaRDD<SampleIterator> slices(
      JavaSparkContext context, ImageDataset dataset, int partitions) {
    int size = dataset.size();
    return slices(context, dataset, partitions, index -> sliceStart(size, index, partitions));
  }

  /** First id of a partition, and of the one after the last. */
  @FunctionalInterface
  private interface Starts extends Serializable {
    int of(int partition);
  }

  private static JavaRDD<Sample> read(
      JavaSparkContext context, ImageDataset dataset, int partitions, Starts starts) {
    return slices(context, dataset, partitions, starts)
        .flatMap(samples -> samples)
        .setName("samples of " + dataset.location());
  }

  private static JavaRDD<SampleIterator> slices(
      JavaSparkContext context, ImageDataset dataset, int partitions, Starts starts) {
    Broadcast<SerializableConfiguration> hadoop =
        context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
    Broadcast<Shared<ImageDataset>> shared = context.broadcast(new Shared<>(dataset));
    List<Integer> indexes = IntStream.range(0, partitions).boxed().toList();

    return context
        .parallelize(indexes, partitions)
        .map(
            index ->
                readSlice(
                    shared.value().value(), hadoop.value(), starts.of(index), starts.of(index + 1)))
        .setName("slices of " + dataset.location());
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
}
