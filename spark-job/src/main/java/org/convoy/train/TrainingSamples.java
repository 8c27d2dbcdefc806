package org.convoy.train;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.DataConfig;
import org.convoy.data.ImageDataset;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.spark.ChunkedEpoch;
import org.convoy.data.spark.Epoch;
import org.convoy.data.spark.IndexedDataset;
import org.convoy.data.spark.SampleRdd;
import org.convoy.data.spark.ShuffledEpoch;

/** The samples of a training, dealt as its config says or as suits the data. */
record TrainingSamples(Function<EpochPlan, Epoch> deal, Runnable free) implements AutoCloseable {
  TrainingSamples {
    requireNonNull(deal, "deal is null");
    requireNonNull(free, "free is null");
  }

  /** Of a data set. */
  static TrainingSamples of(JavaSparkContext spark, ImageDataset dataset, ConvoyConfig config) {
    ShuffleChoice choice = ShuffleChoice.of(config, dataset, spark.hadoopConfiguration());
    DataConfig data = choice.in(config).data();
    return switch (choice.shuffle()) {
      case AUTO -> throw new IllegalStateException("auto is no choice");
      case FULL -> shuffled(spark, dataset, data.partitions());
      case INDEXED -> indexed(spark, dataset);
      case CHUNKS -> inChunks(spark, dataset, data.chunkSize().orElseThrow());
    };
  }

  private static TrainingSamples indexed(JavaSparkContext spark, ImageDataset dataset) {
    IndexedDataset indexed = IndexedDataset.share(spark, dataset);
    return new TrainingSamples(indexed::epoch, indexed::close);
  }

  private static TrainingSamples shuffled(
      JavaSparkContext spark, ImageDataset dataset, int partitions) {
    SampleRdd read = SampleRdd.read(spark, dataset, partitions).kept();
    int sampleBytes = dataset.sampleBytes();
    return new TrainingSamples(
        plan -> ShuffledEpoch.of(read.samples(), plan, sampleBytes), read::close);
  }

  private static TrainingSamples inChunks(
      JavaSparkContext spark, ImageDataset dataset, int chunkSize) {
    SampleRdd read = SampleRdd.readChunks(spark, dataset, chunkSize).kept();
    return new TrainingSamples(
        plan -> ChunkedEpoch.of(read.samples(), plan, chunkSize), read::close);
  }

  /** Deals an epoch; the caller closes it. */
  Epoch epoch(EpochPlan plan) {
    return deal.apply(plan);
  }

  /** Frees the samples that Spark keeps. */
  @Override
  public void close() {
    free.run();
  }
}
