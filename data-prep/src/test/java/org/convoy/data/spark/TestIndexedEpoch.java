package org.convoy.data.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.convoy.data.spark.DealtSamples.expected;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.convoy.data.DataException;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageShape;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.sampler.EpochPlan.LastStep;
import org.convoy.data.sampler.RoundLengths;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("spark")
class TestIndexedEpoch {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  private static final int SAMPLE_BYTES = 6;

  /** So that windows have a few samples only. */
  private static final int LARGE_SAMPLE = IndexedDataset.WINDOW_BYTES / 7;

  @ParameterizedTest
  @ValueSource(ints = {SAMPLE_BYTES, LARGE_SAMPLE, 2_000_000_000})
  void dealsTheSamplesOfEachEpochAsPlanned(int sampleBytes) {
    try (IndexedDataset dataset = share(new Variant(1009, sampleBytes))) {
      for (int number = 0; number < 3; number++) {
        EpochPlan plan = new EpochPlan(3, number, 1009, 3, 16, 4);
        List<List<Sample>> dealt = rounds(dataset.epoch(plan));

        assertThat(dealt.stream().map(DealtSamples::ids).toList()).isEqualTo(expected(plan));
        assertThat(dealt.stream().flatMap(List::stream))
            .allMatch(sample -> sample.equals(GeneratedDataset.sample(sample.id())));
      }
    }
  }

  @Test
  void dealsWhatAShuffleDeals() {
    EpochPlan plan =
        new EpochPlan(3, 1, 1009, 3, 16, 4).withRounds(RoundLengths.of(List.of(1, 1, 9, 3, 8)));
    JavaRDD<Sample> samples =
        SampleRdd.read(SPARK.context(), new GeneratedDataset(plan.size()), 4).samples();

    try (IndexedDataset dataset = share(new GeneratedDataset(plan.size()));
        ShuffledEpoch shuffled = ShuffledEpoch.of(samples, plan, SAMPLE_BYTES)) {
      assertThat(rounds(dataset.epoch(plan))).isEqualTo(rounds(shuffled));
    }
  }

  @Test
  void dropsTheLastShortStep() {
    EpochPlan plan = new EpochPlan(3, 0, 100, 3, 8, 2, LastStep.DROP);

    try (IndexedDataset dataset = share(new GeneratedDataset(plan.size()))) {
      List<List<Sample>> dealt = rounds(dataset.epoch(plan));

      assertThat(dealt.stream().map(DealtSamples::ids).toList()).isEqualTo(expected(plan));
      assertThat(dealt.stream().mapToInt(List::size).sum()).isEqualTo(96);
    }
  }

  /** Each round reads its own samples, and the next one's ahead, but no sample twice. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void readsEachSampleOnceAnEpoch(int workers) {
    EpochPlan plan = new EpochPlan(3, 0, 1000, workers, 16, 5);
    GeneratedDataset.SAMPLES_MADE.set(0);

    try (IndexedDataset dataset = share(new GeneratedDataset(plan.size()))) {
      Epoch epoch = dataset.epoch(plan);
      round(epoch, 0);
      assertThat(GeneratedDataset.SAMPLES_MADE.get())
          .isLessThanOrEqualTo(2 * workers * plan.samplesInRound(0, 0));

      for (int round = 1; round < plan.rounds().count(); round++) {
        round(epoch, round);
        assertThat(ReadAhead.OF_PROCESS.size()).isLessThanOrEqualTo(2);
      }
    }

    assertThat(GeneratedDataset.SAMPLES_MADE).hasValue(1000);
    assertThat(GeneratedDataset.OPEN_READERS).hasValue(0);
    assertThat(ReadAhead.OF_PROCESS.size()).isZero();
  }

  /** As after a failure or a resumption; what was read ahead for other rounds is let go. */
  @Test
  void roundsComeInAnyOrder() {
    EpochPlan plan = new EpochPlan(3, 0, 1000, 2, 16, 5);

    try (IndexedDataset dataset = share(new Variant(1000, LARGE_SAMPLE))) {
      Epoch epoch = dataset.epoch(plan);
      List<List<Integer>> expected = expected(plan);

      for (int round : new int[] {2, 2, 5, 0, 1, 1}) {
        assertThat(round(epoch, round).stream().map(DealtSamples::ids).toList())
            .isEqualTo(expected.subList(2 * round, 2 * round + 2));
        assertThat(ReadAhead.OF_PROCESS.size()).isLessThanOrEqualTo(2);
      }
    }
  }

  @Test
  void readsAgainWhatFailedAhead() {
    EpochPlan plan = new EpochPlan(3, 0, 100, 1, 5, 10);
    Failing.FAILURES.clear();
    Failing.FAILURES.add(expected(plan).get(1).get(3));

    try (IndexedDataset dataset = share(new Failing())) {
      assertThat(rounds(dataset.epoch(plan)).stream().map(DealtSamples::ids).toList())
          .isEqualTo(expected(plan));
    }

    assertThat(Failing.FAILURES).isEmpty();
  }

  @Test
  void failsWithWhatTheDataSetSays() {
    EpochPlan plan = new EpochPlan(3, 0, 100, 1, 5, 10);
    Failing.FAILURES.clear();
    Failing.FAILURES.add(expected(plan).get(0).get(3));

    try (IndexedDataset dataset = share(new Failing())) {
      Epoch epoch = dataset.epoch(plan);

      assertThatThrownBy(() -> round(epoch, 0))
          .cause()
          .isInstanceOf(DataException.class)
          .hasMessage("failing: expected luck, found none. Try again.");
    }
  }

  @Test
  void failsOnADataSetThatGivesOtherSamples() {
    EpochPlan plan = new EpochPlan(3, 0, 100, 1, 5, 10);

    try (IndexedDataset dataset = share(new Shifted())) {
      Epoch epoch = dataset.epoch(plan);

      assertThatThrownBy(() -> round(epoch, 0))
          .cause()
          .isInstanceOf(DataException.class)
          .hasMessageContaining("The data set does not read samples by their ids");
    }
  }

  @Test
  void refusesAPlanForOtherData() {
    try (IndexedDataset dataset = share(new GeneratedDataset(99))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> dataset.epoch(new EpochPlan(3, 0, 100, 1, 5, 10)))
          .withMessage("a plan for 100 samples, but the data set has 99");
    }
  }

  private static IndexedDataset share(ImageDataset dataset) {
    return IndexedDataset.share(SPARK.context(), dataset);
  }

  private static List<List<Sample>> rounds(Epoch epoch) {
    List<List<Sample>> all = new ArrayList<>();

    for (int round = 0; round < epoch.plan().rounds().count(); round++) {
      all.addAll(round(epoch, round));
    }

    return all;
  }

  private static List<List<Sample>> round(Epoch epoch, int round) {
    return Arrays.asList(epoch.samples().collectPartitions(epoch.partitions(round)));
  }

  /** Cannot read some samples, each once. */
  private static final class Failing extends Variant {
    private Failing() {
      super(100, SAMPLE_BYTES);
    }

    private static final Set<Integer> FAILURES = Collections.synchronizedSet(new HashSet<>());

    @Override
    public SampleIterator read(Configuration hadoop, int[] ids) {
      if (IntStream.of(ids).anyMatch(FAILURES::remove)) {
        throw new DataException("failing", "luck", "none", "Try again.");
      }

      return super.read(hadoop, ids);
    }
  }

  /** Gives the samples after those that are asked for. */
  private static final class Shifted extends Variant {
    private Shifted() {
      super(100, SAMPLE_BYTES);
    }

    @Override
    public SampleIterator read(Configuration hadoop, int[] ids) {
      return super.read(hadoop, IntStream.of(ids).map(id -> Math.min(99, id + 1)).toArray());
    }
  }

  /** Generated samples of which it says another size. */
  private static class Variant implements ImageDataset {
    private final int size;
    private final int sampleBytes;

    private Variant(int size, int sampleBytes) {
      this.size = size;
      this.sampleBytes = sampleBytes;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public int sampleBytes() {
      return sampleBytes;
    }

    private GeneratedDataset generated() {
      return new GeneratedDataset(size());
    }

    @Override
    public List<String> classes() {
      return generated().classes();
    }

    @Override
    public Optional<ImageShape> imageShape() {
      return generated().imageShape();
    }

    @Override
    public String location() {
      return "variant";
    }

    @Override
    public SampleIterator read(Configuration hadoop, int from, int to) {
      return generated().read(hadoop, from, to);
    }

    @Override
    public SampleIterator read(Configuration hadoop, int[] ids) {
      return generated().read(hadoop, ids);
    }

    @Override
    public String fingerprint(Configuration hadoop) {
      return generated().fingerprint(hadoop);
    }
  }
}
