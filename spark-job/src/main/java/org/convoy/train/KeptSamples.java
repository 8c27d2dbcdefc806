package org.convoy.train;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.data.ImageDataset;
import org.convoy.data.Sample;
import org.convoy.data.spark.SampleRdd;

/**
 * Samples that Spark keeps once they are read, for all trainings in this process that read the same
 * data sets in the same partitions.
 */
public final class KeptSamples implements AutoCloseable {
  private final JavaSparkContext spark;

  /** By data set, of which only the same object counts, and how it is divided. */
  private final IdentityHashMap<ImageDataset, Map<String, SampleRdd>> parts =
      new IdentityHashMap<>();

  public KeptSamples(JavaSparkContext spark) {
    this.spark = requireNonNull(spark, "spark is null");
  }

  /** As {@link SampleRdd#read}; valid until this is closed. */
  JavaRDD<Sample> read(ImageDataset dataset, int partitions) {
    return kept(
        dataset, partitions + " partitions", () -> SampleRdd.read(spark, dataset, partitions));
  }

  /** As {@link SampleRdd#readChunks}; valid until this is closed. */
  JavaRDD<Sample> readChunks(ImageDataset dataset, int chunkSize) {
    return kept(
        dataset, "chunks of " + chunkSize, () -> SampleRdd.readChunks(spark, dataset, chunkSize));
  }

  private synchronized JavaRDD<Sample> kept(
      ImageDataset dataset, String division, Supplier<SampleRdd> read) {
    return parts
        .computeIfAbsent(dataset, unread -> new HashMap<>())
        .computeIfAbsent(division, unread -> read.get().kept())
        .samples();
  }

  /** Frees them. */
  @Override
  public synchronized void close() {
    parts.values().forEach(divisions -> divisions.values().forEach(SampleRdd::close));
    parts.clear();
  }
}
