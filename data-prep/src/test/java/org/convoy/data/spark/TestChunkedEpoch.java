package org.convoy.data.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.convoy.data.spark.DealtSamples.collect;
import static org.convoy.data.spark.DealtSamples.collectAll;
import static org.convoy.data.spark.DealtSamples.ids;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.convoy.data.DataException;
import org.convoy.data.Sample;
import org.convoy.data.sampler.ChunkedOrder;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.sampler.EpochPlan.LastStep;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("spark")
class TestChunkedEpoch {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 100, 1009, 5000})
  void dealsSamplesAsOrdered(int chunkSize) {
    EpochPlan plan = new EpochPlan(3, 1, 1009, 3, 16, 4);

    try (Epoch epoch = ChunkedEpoch.of(read(plan, chunkSize), plan, chunkSize)) {
      List<List<Sample>> dealt = collectAll(epoch.samples());

      assertThat(dealt.stream().map(DealtSamples::ids).toList())
          .isEqualTo(expected(plan, chunkSize));
      assertThat(dealt.stream().flatMap(List::stream))
          .allMatch(sample -> sample.equals(GeneratedDataset.sample(sample.id())));
    }
  }

  @Test
  void dropsTheLastShortStep() {
    EpochPlan plan = new EpochPlan(3, 0, 100, 3, 8, 2, LastStep.DROP);

    try (Epoch epoch = ChunkedEpoch.of(read(plan, 10), plan, 10)) {
      assertThat(collectAll(epoch.samples()).stream().map(DealtSamples::ids).toList())
          .isEqualTo(expected(plan, 10));
      assertThat(epoch.samples().count()).isEqualTo(96);
    }
  }

  @Test
  void aRoundReadsItsOwnChunksOnly() {
    EpochPlan plan = new EpochPlan(3, 0, 1000, 2, 16, 5);
    ChunkedOrder order = ChunkedOrder.of(plan, 50);
    JavaRDD<Sample> chunks = read(plan, 50);
    GeneratedDataset.SAMPLES_MADE.set(0);

    try (Epoch epoch = ChunkedEpoch.of(chunks, plan, 50)) {
      List<List<Integer>> round = collect(epoch, 2);

      assertThat(round).isEqualTo(expected(plan, 50).subList(4, 6));
      assertThat(epoch.partitions(2)).containsExactly(4, 5);
    }

    int needed = order.chunks(2, 0).length + order.chunks(2, 1).length;
    assertThat(GeneratedDataset.SAMPLES_MADE).hasValue(50 * needed);
    assertThat(GeneratedDataset.OPEN_READERS).hasValue(0);
  }

  @Test
  void keptChunksAreReadFromTheDataSetOnce() {
    EpochPlan plan = new EpochPlan(3, 0, 1000, 3, 16, 5);
    JavaRDD<Sample> chunks = read(plan, 50).persist(StorageLevel.MEMORY_AND_DISK_SER());
    GeneratedDataset.SAMPLES_MADE.set(0);

    for (int number = 0; number < 3; number++) {
      try (Epoch epoch = ChunkedEpoch.of(chunks, plan.atEpoch(number), 50)) {
        List<List<Integer>> dealt = new ArrayList<>();
        for (int round = 0; round < plan.rounds().count(); round++) {
          dealt.addAll(collect(epoch, round));
        }

        assertThat(dealt).isEqualTo(expected(plan.atEpoch(number), 50));
      }
    }

    assertThat(GeneratedDataset.SAMPLES_MADE).hasValue(1000);
    chunks.unpersist(true);
  }

  @Test
  void failsWhenSamplesAreMissing() {
    EpochPlan plan = new EpochPlan(3, 0, 100, 1, 10, 100);
    JavaRDD<Sample> incomplete = read(plan, 10).filter(sample -> sample.id() != 42);

    try (Epoch epoch = ChunkedEpoch.of(incomplete, plan, 10)) {
      assertThatThrownBy(epoch.samples()::collect)
          .cause()
          .isInstanceOf(DataException.class)
          .hasMessageContaining("samples of epoch 0, round 0, worker 0: expected 100 samples")
          .hasMessageContaining("found only ");
    }
  }

  @Test
  void failsWhenSamplesAreRepeated() {
    EpochPlan plan = new EpochPlan(3, 0, 100, 1, 10, 100);
    JavaRDD<Sample> repeated =
        read(plan, 10)
            .flatMap(
                sample ->
                    (sample.id() == 42 ? List.of(sample, sample) : List.of(sample)).iterator());

    try (Epoch epoch = ChunkedEpoch.of(repeated, plan, 10)) {
      assertThatThrownBy(epoch.samples()::collect)
          .cause()
          .isInstanceOf(DataException.class)
          .hasMessageContaining("found id 42 twice.");
    }
  }

  @Test
  void refusesOtherPartitionsThanChunks() {
    EpochPlan plan = new EpochPlan(3, 0, 100, 1, 10, 100);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChunkedEpoch.of(read(plan, 10), plan, 20))
        .withMessage("100 samples in chunks of 20 need 5 partitions, not 10");
  }

  private static JavaRDD<Sample> read(EpochPlan plan, int chunkSize) {
    return SampleRdd.readChunks(SPARK.context(), new GeneratedDataset(plan.size()), chunkSize)
        .samples();
  }

  /** By round and worker, straight from the order. */
  private static List<List<Integer>> expected(EpochPlan plan, int chunkSize) {
    ChunkedOrder order = ChunkedOrder.of(plan, chunkSize);
    List<List<Integer>> partitions = new ArrayList<>();

    for (int round = 0; round < plan.rounds().count(); round++) {
      for (int worker = 0; worker < plan.workers(); worker++) {
        List<Integer> ids = new ArrayList<>();

        for (int window = 0; window < order.windows(round, worker); window++) {
          Arrays.stream(order.ids(round, worker, window)).forEach(ids::add);
        }

        partitions.add(ids);
      }
    }

    return partitions;
  }
}
