package org.convoy.data.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.convoy.data.spark.DealtSamples.collect;
import static org.convoy.data.spark.DealtSamples.collectAll;
import static org.convoy.data.spark.DealtSamples.expected;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.convoy.data.DataException;
import org.convoy.data.Sample;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.sampler.EpochPlan.LastStep;
import org.convoy.data.sampler.RoundLengths;
import org.convoy.spark.ScalaCollections;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("spark")
class TestShuffledEpoch {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  private static final int SAMPLE_BYTES = 6;
  private static final int TOO_LARGE_FOR_MEMORY = 2_000_000_000;

  @ParameterizedTest
  @CsvSource({"1, 6", "2, 6", "7, 6", "1, 2000000000", "7, 2000000000"})
  void dealsSamplesAsPlanned(int partitions, int sampleBytes) {
    EpochPlan plan = new EpochPlan(3, 1, 1009, 3, 16, 4);

    try (ShuffledEpoch epoch = ShuffledEpoch.of(read(plan.size(), partitions), plan, sampleBytes)) {
      List<List<Sample>> dealt = collectAll(epoch.samples());

      assertThat(dealt.stream().map(DealtSamples::ids).toList()).isEqualTo(expected(plan));
      assertThat(dealt.stream().flatMap(List::stream))
          .allMatch(sample -> sample.equals(GeneratedDataset.sample(sample.id())));
    }
  }

  @Test
  void dealsSamplesToRoundsOfAnyLength() {
    EpochPlan plan =
        new EpochPlan(3, 1, 1009, 3, 16, 4).withRounds(RoundLengths.of(List.of(1, 1, 9, 3, 8)));

    try (ShuffledEpoch epoch = ShuffledEpoch.of(read(plan.size(), 2), plan, SAMPLE_BYTES)) {
      List<List<Sample>> dealt = collectAll(epoch.samples());

      assertThat(dealt.stream().map(DealtSamples::ids).toList()).isEqualTo(expected(plan));
    }
  }

  @Test
  void runsOneRoundAtATime() {
    EpochPlan plan = new EpochPlan(3, 0, 1000, 2, 16, 10);
    JavaRDD<Sample> samples = read(plan.size(), 2);
    GeneratedDataset.SAMPLES_MADE.set(0);

    try (ShuffledEpoch epoch = ShuffledEpoch.of(samples, plan, SAMPLE_BYTES)) {
      List<List<Integer>> dealt = new ArrayList<>();

      for (int round = 0; round < plan.rounds().count(); round++) {
        List<Integer>[] results =
            epoch.samples().map(Sample::id).collectPartitions(epoch.partitions(round));
        assertThat(results).hasSize(2);
        dealt.addAll(Arrays.asList(results));
      }

      assertThat(dealt).isEqualTo(expected(plan));
      assertThat(epoch.partitions(1)).containsExactly(2, 3);
    }

    // The map side ran once, though nothing was persisted.
    assertThat(GeneratedDataset.SAMPLES_MADE).hasValue(1000);
  }

  @Test
  void dropsTheLastShortStep() {
    EpochPlan plan = new EpochPlan(3, 0, 100, 3, 8, 2, LastStep.DROP);

    try (ShuffledEpoch epoch = ShuffledEpoch.of(read(plan.size(), 2), plan, SAMPLE_BYTES)) {
      List<List<Sample>> dealt = collectAll(epoch.samples());

      assertThat(dealt.stream().map(DealtSamples::ids).toList()).isEqualTo(expected(plan));
      assertThat(epoch.samples().count()).isEqualTo(96);
    }
  }

  @Test
  void closingFreesAllFilesOfAnEpoch() {
    EpochPlan plan = new EpochPlan(3, 0, 500, 2, 16, 4);
    JavaRDD<Sample> samples = read(plan.size(), 2).persist(StorageLevel.MEMORY_AND_DISK_SER());

    for (int epochNumber = 0; epochNumber < 4; epochNumber++) {
      try (ShuffledEpoch epoch =
          ShuffledEpoch.of(samples, plan.atEpoch(epochNumber), SAMPLE_BYTES)) {
        collect(epoch, 0);
        collect(epoch, 1);
        assertThat(shuffleFiles()).isNotEmpty();
        assertThat(registeredShuffles()).isOne();
      }

      assertThat(shuffleFiles()).isEmpty();
      assertThat(registeredShuffles()).isZero();
    }

    assertThat(SPARK.context().getPersistentRDDs()).containsOnlyKeys(samples.id());
    samples.unpersist(true);
  }

  @ParameterizedTest
  @ValueSource(ints = {SAMPLE_BYTES, TOO_LARGE_FOR_MEMORY})
  void failsWhenSamplesAreMissing(int sampleBytes) {
    EpochPlan plan = new EpochPlan(3, 0, 100, 1, 10, 100);
    int last = plan.order().ids()[99];
    JavaRDD<Sample> incomplete = read(100, 2).filter(sample -> sample.id() != last);

    try (ShuffledEpoch epoch = ShuffledEpoch.of(incomplete, plan, sampleBytes)) {
      assertThatThrownBy(epoch.samples()::collect)
          .cause()
          .isInstanceOf(DataException.class)
          .hasMessage(
              "samples of epoch 0, round 0, worker 0: expected 100 samples, each id 0…99 once an"
                  + " epoch, found only 99. The RDD lacks samples or holds some twice: read the"
                  + " data set again.");
    }
  }

  @Test
  void failsOnAGapInTheOrder() {
    EpochPlan plan = new EpochPlan(3, 0, 100, 1, 10, 100);
    int tenth = plan.order().ids()[10];
    JavaRDD<Sample> incomplete = read(100, 2).filter(sample -> sample.id() != tenth);

    try (ShuffledEpoch epoch = ShuffledEpoch.of(incomplete, plan, TOO_LARGE_FOR_MEMORY)) {
      assertThatThrownBy(epoch.samples()::collect)
          .cause()
          .isInstanceOf(DataException.class)
          .hasMessageContaining("found only 10.");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 6",
    "99, 6",
    "0, 2000000000",
    "99, 2000000000",
  })
  void failsWhenSamplesAreRepeated(int position, int sampleBytes) {
    EpochPlan plan = new EpochPlan(3, 0, 100, 1, 10, 100);
    int twice = plan.order().ids()[position];
    JavaRDD<Sample> samples = read(100, 2);
    JavaRDD<Sample> repeated = samples.union(samples.filter(sample -> sample.id() == twice));

    try (ShuffledEpoch epoch = ShuffledEpoch.of(repeated, plan, sampleBytes)) {
      assertThatThrownBy(epoch.samples()::collect)
          .cause()
          .isInstanceOf(DataException.class)
          .hasMessageContaining("found id %d twice.", twice);
    }
  }

  @Test
  void refusesSamplesWithoutSize() {
    EpochPlan plan = new EpochPlan(3, 0, 100, 1, 10, 100);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ShuffledEpoch.of(read(100, 2), plan, 0))
        .withMessage("sampleBytes must be at least 1, got 0");
  }

  @Test
  void failsOnIdsOfAnotherDataSet() {
    EpochPlan plan = new EpochPlan(3, 0, 99, 1, 10, 100);

    try (ShuffledEpoch epoch = ShuffledEpoch.of(read(100, 2), plan, SAMPLE_BYTES)) {
      assertThatThrownBy(epoch.samples()::collect)
          .cause()
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("sample id 99 is outside 0…98");
    }
  }

  private static JavaRDD<Sample> read(int size, int partitions) {
    return SampleRdd.read(SPARK.context(), new GeneratedDataset(size), partitions).samples();
  }

  private static List<File> shuffleFiles() {
    return ScalaCollections.asJava(SparkEnv.get().blockManager().diskBlockManager().getAllFiles())
        .stream()
        .filter(file -> file.getName().startsWith("shuffle_"))
        .toList();
  }

  private static int registeredShuffles() {
    MapOutputTrackerMaster tracker = (MapOutputTrackerMaster) SparkEnv.get().mapOutputTracker();
    return tracker.shuffleStatuses().size();
  }
}
