package org.convoy.train;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.convoy.data.ImageDataset;
import org.convoy.data.Sample;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.spark.ChunkedEpoch;
import org.convoy.data.spark.Epoch;
import org.convoy.data.spark.KeptBlocks;
import org.convoy.data.spark.SampleRdd;
import org.convoy.data.spark.ShuffledEpoch;
import org.convoy.train.config.DataConfig;

/**
 * The samples of a training, which Spark reads when they are needed first and keeps from then on.
 */
final class TrainingSamples implements AutoCloseable {
  private final JavaRDD<Sample> samples;
  private final Function<EpochPlan, Epoch> deal;

  private TrainingSamples(JavaRDD<Sample> samples, Function<EpochPlan, Epoch> deal) {
    this.samples = requireNonNull(samples, "samples is null");
    this.deal = requireNonNull(deal, "deal is null");
  }

  /** Of a data set, in the partitions and dealt in the way that a config asks for. */
  static TrainingSamples of(JavaSparkContext spark, ImageDataset dataset, DataConfig config) {
    return switch (config.shuffle()) {
      case FULL -> shuffled(spark, dataset, config.partitions());
      case CHUNKS -> inChunks(spark, dataset, config.chunkSize().orElseThrow());
    };
  }

  private static TrainingSamples shuffled(
      JavaSparkContext spark, ImageDataset dataset, int partitions) {
    JavaRDD<Sample> samples = keep(SampleRdd.read(spark, dataset, partitions));
    int sampleBytes = dataset.sampleBytes();
    return new TrainingSamples(samples, plan -> ShuffledEpoch.of(samples, plan, sampleBytes));
  }

  private static TrainingSamples inChunks(
      JavaSparkContext spark, ImageDataset dataset, int chunkSize) {
    JavaRDD<Sample> chunks = keep(SampleRdd.readChunks(spark, dataset, chunkSize));
    return new TrainingSamples(chunks, plan -> ChunkedEpoch.of(chunks, plan, chunkSize));
  }

  private static JavaRDD<Sample> keep(JavaRDD<Sample> samples) {
    return samples.persist(StorageLevel.MEMORY_AND_DISK_SER());
  }

  /** Deals an epoch; the caller closes it. */
  Epoch epoch(EpochPlan plan) {
    return deal.apply(plan);
  }

  /** Frees the samples that Spark keeps. */
  @Override
  public void close() {
    KeptBlocks.free(samples);
  }
}
