package org.convoy.train;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.DataConfig;
import org.convoy.data.ImageDataset;
import org.convoy.data.Sample;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.spark.ChunkedEpoch;
import org.convoy.data.spark.Epoch;
import org.convoy.data.spark.IndexedDataset;
import org.convoy.data.spark.ShuffledEpoch;

/** The samples of a training, dealt as its config says or as suits the data. */
record TrainingSamples(Function<EpochPlan, Epoch> deal, Runnable free) implements AutoCloseable {
  TrainingSamples {
    requireNonNull(deal, "deal is null");
    requireNonNull(free, "free is null");
  }

  /** Of a data set. */
  static TrainingSamples of(
      JavaSparkContext spark, KeptSamples kept, ImageDataset dataset, ConvoyConfig config) {
    ShuffleChoice choice = ShuffleChoice.of(config, dataset, spark.hadoopConfiguration());
    DataConfig data = choice.in(config).data();
    return switch (choice.shuffle()) {
      case AUTO -> throw new IllegalStateException("auto is no choice");
      case FULL -> shuffled(kept.read(dataset, data.partitions()), dataset.sampleBytes());
      case INDEXED -> indexed(spark, dataset);
      case CHUNKS -> {
        int chunkSize = data.chunkSize().orElseThrow();
        yield inChunks(kept.readChunks(dataset, chunkSize), chunkSize);
      }
    };
  }

  private static TrainingSamples indexed(JavaSparkContext spark, ImageDataset dataset) {
    IndexedDataset indexed = IndexedDataset.share(spark, dataset);
    return new TrainingSamples(indexed::epoch, indexed::close);
  }

  private static TrainingSamples shuffled(JavaRDD<Sample> samples, int sampleBytes) {
    return new TrainingSamples(plan -> ShuffledEpoch.of(samples, plan, sampleBytes), () -> {});
  }

  private static TrainingSamples inChunks(JavaRDD<Sample> samples, int chunkSize) {
    return new TrainingSamples(plan -> ChunkedEpoch.of(samples, plan, chunkSize), () -> {});
  }

  /** Deals an epoch; the caller closes it. */
  Epoch epoch(EpochPlan plan) {
    return deal.apply(plan);
  }

  /** Frees what was made of the samples; those that are kept stay. */
  @Override
  public void close() {
    free.run();
  }
}
