package org.convoy.data.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.convoy.data.sampler.EpochPlan.LastStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestChunkedOrder {
  @ParameterizedTest
  @CsvSource({
    // size, workers, batch size, steps a round, chunk size
    "60000, 3, 64, 10, 256",
    "60000, 2, 64, 1, 256",
    "60000, 1, 64, 1000000, 256",
    "59999, 7, 13, 3, 100",
    "1009, 4, 8, 2, 1",
    "1009, 4, 8, 2, 7",
    "1009, 4, 8, 2, 1008",
    "1009, 4, 8, 2, 1009",
    "1009, 4, 8, 2, 2147483647",
    "5, 8, 4, 2, 2",
    "1, 1, 1, 1, 1",
    "1, 3, 64, 10, 256",
    "64, 2, 32, 1, 32",
    "65, 2, 32, 1, 32",
    "1000, 2147483647, 2147483647, 1, 10",
  })
  void hasEachSampleExactlyOnce(
      int size, int workers, int batchSize, int stepsPerRound, int chunkSize) {
    assertComplete(new EpochPlan(1, 0, size, workers, batchSize, stepsPerRound), chunkSize);
  }

  @Test
  void hasEachSampleExactlyOnceWhateverTheSizes() {
    SplittableRandom random = new SplittableRandom(5);

    for (int i = 0; i < 400; i++) {
      int size = random.nextInt(1, 700);
      int workers = random.nextInt(1, 9);
      int batchSize = random.nextInt(1, 40);
      LastStep lastStep =
          workers * batchSize <= size && random.nextBoolean() ? LastStep.DROP : LastStep.KEEP;
      EpochPlan plan =
          new EpochPlan(
              random.nextLong(), i, size, workers, batchSize, random.nextInt(1, 6), lastStep);
      assertComplete(plan.withRounds(lengths(random, plan.steps())), random.nextInt(1, size + 10));
    }
  }

  private static RoundLengths lengths(SplittableRandom random, int steps) {
    List<Integer> lengths = new ArrayList<>();

    for (int left = steps; left > 0; left -= lengths.get(lengths.size() - 1)) {
      lengths.add(random.nextInt(1, left + 1));
    }

    return RoundLengths.of(lengths);
  }

  /**
   * Each round of each worker has as many as planned, out of few chunks, and nothing is left out.
   */
  private static void assertComplete(EpochPlan plan, int chunkSize) {
    ChunkedOrder order = ChunkedOrder.of(plan, chunkSize);
    Set<Integer> seen = new HashSet<>();
    int workers = Math.min(plan.workers(), plan.size() + 1);
    int most = plan.size() % chunkSize == 0 ? 2 : 3;

    for (int round = 0; round < plan.rounds().count(); round++) {
      for (int worker = 0; worker < workers; worker++) {
        int[] ids = ids(order, round, worker);
        int[] chunks = order.chunks(round, worker);
        assertThat(ids).hasSize(plan.samplesInRound(round, worker));
        assertThat(chunks.length).isLessThanOrEqualTo(ids.length / chunkSize + most);
        assertThat(Arrays.stream(ids).map(id -> id / chunkSize).distinct().sorted().toArray())
            .isEqualTo(Arrays.stream(chunks).sorted().toArray());
        Arrays.stream(ids).forEach(id -> assertThat(seen.add(id)).as("id %d", id).isTrue());
      }
    }

    assertThat(seen).hasSize(plan.samples()).allMatch(id -> id >= 0 && id < plan.size());
  }

  private static int[] ids(ChunkedOrder order, int round, int worker) {
    return IntStream.range(0, order.windows(round, worker))
        .flatMap(window -> Arrays.stream(order.ids(round, worker, window)))
        .toArray();
  }

  /** The order is part of what a run is a function of: it must never change. */
  @Test
  void isPinned() {
    ChunkedOrder small = ChunkedOrder.of(new EpochPlan(42, 5, 10, 2, 2, 2), 3);
    assertThat(ids(small, 0, 0)).containsExactly(7, 1, 2, 0);
    assertThat(ids(small, 0, 1)).containsExactly(5, 6, 4, 3);
    assertThat(ids(small, 1, 0)).containsExactly(8);
    assertThat(ids(small, 1, 1)).containsExactly(9);

    ChunkedOrder large = ChunkedOrder.of(new EpochPlan(42, 5, 60_000, 2, 64, 10), 256);
    assertThat(Arrays.hashCode(ids(large, 3, 1))).isEqualTo(517493789);
  }

  @Test
  void dependsOnSeedAndEpoch() {
    EpochPlan plan = new EpochPlan(1, 2, 1000, 2, 16, 4);
    int[] ids = ids(ChunkedOrder.of(plan, 50), 1, 1);

    assertThat(ids(ChunkedOrder.of(plan.atEpoch(3), 50), 1, 1)).isNotEqualTo(ids);
    assertThat(ids(ChunkedOrder.of(new EpochPlan(2, 2, 1000, 2, 16, 4), 50), 1, 1))
        .isNotEqualTo(ids);
    assertThat(ids(ChunkedOrder.of(plan, 49), 1, 1)).isNotEqualTo(ids);
    assertThat(ids(ChunkedOrder.of(plan, 50), 1, 1)).isEqualTo(ids);
  }

  /** Not the same ones in another order, though chunks and batches fit each other. */
  @Test
  void batchesHaveOtherSamplesInEachEpoch() {
    Set<Set<Integer>> batches = new HashSet<>();

    for (int epoch = 0; epoch < 5; epoch++) {
      ChunkedOrder order = ChunkedOrder.of(new EpochPlan(1, epoch, 1024, 2, 16, 1), 64);

      for (int round = 0; round < 32; round++) {
        batches.add(new HashSet<>(Arrays.stream(ids(order, round, 0)).boxed().toList()));
      }
    }

    assertThat(batches).hasSize(5 * 32);
  }

  @Test
  void isUniform() {
    int epochs = 30_000;
    int[][] counts = new int[6][6];

    for (int epoch = 0; epoch < epochs; epoch++) {
      int[] ids = ids(ChunkedOrder.of(new EpochPlan(11, epoch, 6, 1, 2, 3), 2), 0, 0);

      for (int place = 0; place < ids.length; place++) {
        counts[ids[place]][place]++;
      }
    }

    for (int[] count : counts) {
      for (int times : count) {
        // 5 standard deviations of a binomial distribution with p = 1/6.
        assertThat(times).isCloseTo(epochs / 6, within(323));
      }
    }
  }

  @Test
  void windowsAreBoundedByChunks() {
    ChunkedOrder order = ChunkedOrder.of(new EpochPlan(1, 0, 60_000, 2, 100, 300), 250);

    assertThat(order.windows(0, 1)).isEqualTo(15);
    for (int window = 0; window < 15; window++) {
      assertThat(order.ids(0, 1, window)).hasSize(2000);
      assertThat(order.chunks(0, 1, window).length).isBetween(8, 9);
    }
  }

  @Test
  void handlesAHundredMillionSamples() {
    EpochPlan plan = new EpochPlan(1, 0, 100_000_000, 64, 32, 10);
    ChunkedOrder order = ChunkedOrder.of(plan, 256);
    int last = plan.rounds().count() - 1;

    assertThat(ids(order, last, 63)).hasSize(plan.samplesInRound(last, 63));
    assertThat(
            plan.samplesBefore(63)
                + IntStream.rangeClosed(0, last).map(round -> plan.samplesInRound(round, 63)).sum())
        .isEqualTo(100_000_000);
  }

  @Test
  void refusesChunksWithoutSamples() {
    EpochPlan plan = new EpochPlan(1, 0, 100, 2, 16, 4);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChunkedOrder.of(plan, 0))
        .withMessage("chunkSize must be at least 1, got 0");
  }
}
