package org.convoy.bench.sync;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageShape;
import org.convoy.data.Sample;
import org.convoy.data.Split;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.source.DatasetSource;
import org.convoy.data.spark.ChunkedEpoch;
import org.convoy.data.spark.Epoch;
import org.convoy.data.spark.IndexedDataset;
import org.convoy.data.spark.SampleRdd;
import org.convoy.data.spark.ShuffledEpoch;

/**
 * Deals epochs as a training does, a Spark job a round, with tasks that only count what arrives.
 * Started like {@link ConvoyContestant}.
 */
public final class DealContestant {
  private static final int PARTITIONS = 8;
  private static final String CHUNKS = "chunks";
  private static final String INDEXED = "indexed";

  private final JavaSparkContext spark;
  private final DiskWrites writes;

  private DealContestant(JavaSparkContext spark) {
    this.spark = spark;
    this.writes = DiskWrites.of(spark);
  }

  public static void main(String[] arguments) throws IOException {
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
      DealContestant contestant = new DealContestant(spark);
      contestant.startExecutors();
      Commands.serve("Convoy on Spark " + spark.version(), Deal.class, contestant::deal);
    }
  }

  /** Otherwise the first epoch of all would wait for them, and for their first classes. */
  private void startExecutors() {
    for (String shuffle : List.of(INDEXED, CHUNKS, "full")) {
      deal(new Deal(shuffle, "", 512, 32, 64, 1, 2, 64, 2));
    }
  }

  private Dealt deal(Deal deal) {
    ImageDataset images = images(deal);
    return deal.shuffle().equals(INDEXED) ? byId(deal, images) : ofKept(deal, images);
  }

  private Dealt byId(Deal deal, ImageDataset images) {
    try (IndexedDataset dataset = IndexedDataset.share(spark, images)) {
      return deal(deal, images, dataset::epoch);
    }
  }

  private Dealt ofKept(Deal deal, ImageDataset images) {
    JavaRDD<Sample> samples = samples(deal, images).persist(StorageLevel.MEMORY_AND_DISK_SER());
    Dealt dealt = deal(deal, images, plan -> epoch(deal, samples, plan, images.sampleBytes()));
    samples.unpersist(true);
    return dealt;
  }

  private Dealt deal(Deal deal, ImageDataset images, Function<EpochPlan, Epoch> planned) {
    EpochPlan plan =
        new EpochPlan(1, 0, images.size(), deal.workers(), deal.batchSize(), deal.every());
    List<Dealt.Epoch> epochs = new ArrayList<>();

    for (int number = 0; number < deal.epochs(); number++) {
      long shuffled = writes.shuffled();
      long kept = writes.kept();
      try (Epoch epoch = planned.apply(plan.atEpoch(number))) {
        List<Double> rounds = new ArrayList<>();
        long bytes =
            IntStream.range(0, plan.rounds().count())
                .mapToLong(round -> round(epoch, round, rounds))
                .sum();
        epochs.add(
            new Dealt.Epoch(rounds, bytes, writes.shuffled() - shuffled, writes.kept() - kept));
      }
    }

    return new Dealt(images.size(), epochs);
  }

  private ImageDataset images(Deal deal) {
    return deal.data().isEmpty()
        ? new RandomImages(deal.images(), new ImageShape(deal.side(), deal.side(), 3), Task.CLASSES)
        : DatasetSource.parse(spark.hadoopConfiguration(), deal.data())
            .open(spark.hadoopConfiguration(), Split.TRAIN);
  }

  private JavaRDD<Sample> samples(Deal deal, ImageDataset images) {
    return deal.shuffle().equals(CHUNKS)
        ? SampleRdd.readChunks(spark, images, deal.chunkSize()).samples()
        : SampleRdd.read(spark, images, PARTITIONS).samples();
  }

  private static Epoch epoch(Deal deal, JavaRDD<Sample> samples, EpochPlan plan, int sampleBytes) {
    return deal.shuffle().equals(CHUNKS)
        ? ChunkedEpoch.of(samples, plan, deal.chunkSize())
        : ShuffledEpoch.of(samples, plan, sampleBytes);
  }

  /** Bytes that arrive in a round; adds its seconds. */
  private static long round(Epoch epoch, int round, List<Double> seconds) {
    long start = System.nanoTime();
    List<Long>[] bytes =
        epoch
            .samples()
            .mapPartitions(DealContestant::count)
            .collectPartitions(epoch.partitions(round));
    seconds.add((System.nanoTime() - start) / 1e9);
    return Arrays.stream(bytes).flatMap(List::stream).mapToLong(Long::longValue).sum();
  }

  private static Iterator<Long> count(Iterator<Sample> samples) {
    long bytes = 0;
    while (samples.hasNext()) {
      bytes += samples.next().image().bytes();
    }

    return List.of(bytes).iterator();
  }
}
