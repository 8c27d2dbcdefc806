package org.convoy.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.EncodedImage;
import org.convoy.data.Fingerprint;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageShape;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.data.split.StratifiedSplit.Quotas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestStratifiedSplit {
  private static final int[] SIZES = {50, 7, 2, 1, 40};

  private final Configuration hadoop = new Configuration();

  @Test
  void dividesEachClassAndLosesNothing() {
    ImageDataset whole = new Labelled(SIZES);
    SplitDataset split = new StratifiedSplit(0.2, 1).divide(hadoop, whole);

    assertThat(split.train().size()).isEqualTo(80);
    assertThat(perClass(split.validation())).containsExactly(10, 1, 1, 0, 8);
    assertThat(perClass(split.train())).containsExactly(40, 6, 1, 1, 32);
    assertThat(Stream.of(split.train(), split.validation()).flatMap(part -> images(part).stream()))
        .containsExactlyInAnyOrderElementsOf(images(whole));
    assertThat(split.train().classes()).isEqualTo(whole.classes());
    assertThat(split.validation().classes()).isEqualTo(whole.classes());
    assertThat(split.validation().location()).isEqualTo("memory (validation part)");
  }

  @Test
  void numbersIdsAnewInTheSameOrder() {
    ImageDataset part =
        new StratifiedSplit(0.2, 1).divide(hadoop, new Labelled(SIZES)).validation();
    List<Sample> samples = samples(part.read(hadoop, 0, part.size()));

    assertThat(samples).extracting(Sample::id).isEqualTo(IntStream.range(0, 20).boxed().toList());
    assertThat(samples)
        .extracting(sample -> Integer.parseInt(((EncodedImage) sample.image()).name()))
        .isSorted();
    assertThat(part.labels(hadoop))
        .containsExactly(samples.stream().mapToInt(Sample::label).toArray());
    assertThat(samples(part.read(hadoop, 5, 9))).isEqualTo(samples.subList(5, 9));
    assertThat(samples(part.read(hadoop, new int[] {2, 11})))
        .containsExactly(samples.get(2), samples.get(11));
  }

  @Test
  void dependsOnTheSeedAlone() {
    ImageDataset whole = new Labelled(SIZES);
    List<String> first = images(new StratifiedSplit(0.2, 1).divide(hadoop, whole).validation());
    List<String> again = images(new StratifiedSplit(0.2, 1).divide(hadoop, whole).validation());
    List<String> other = images(new StratifiedSplit(0.2, 2).divide(hadoop, whole).validation());

    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void setsSubsetsAsideAsTheFractionGrows() {
    ImageDataset whole = new Labelled(SIZES);

    assertThat(images(new StratifiedSplit(0.5, 3).divide(hadoop, whole).validation()))
        .containsAll(images(new StratifiedSplit(0.2, 3).divide(hadoop, whole).validation()));
  }

  @Test
  void eachPartDescribesTheWhole() {
    ImageDataset whole = new Labelled(SIZES);
    ImageDataset train = new StratifiedSplit(0.2, 1).divide(hadoop, whole).train();

    assertThat(train.descriptionBytes())
        .isEqualTo(whole.descriptionBytes() + (long) Integer.BYTES * train.size());
  }

  @Test
  void hasItsOwnFingerprints() {
    ImageDataset whole = new Labelled(SIZES);
    SplitDataset one = new StratifiedSplit(0.2, 1).divide(hadoop, whole);
    SplitDataset two = new StratifiedSplit(0.2, 2).divide(hadoop, whole);
    List<String> all =
        List.of(
            one.train().fingerprint(hadoop),
            one.validation().fingerprint(hadoop),
            two.train().fingerprint(hadoop),
            whole.fingerprint(hadoop));

    assertThat(all).doesNotHaveDuplicates().allMatch(each -> each.matches("[0-9a-f]{64}"));
    assertThat(new StratifiedSplit(0.2, 1).divide(hadoop, whole).train().fingerprint(hadoop))
        .isEqualTo(all.get(0));
  }

  @Test
  void distributesByLargestRemainder() {
    assertThat(Quotas.distribute(new int[] {10, 10, 10}, 0.25)).containsExactly(3, 3, 2);
    assertThat(Quotas.distribute(new int[] {25, 15, 20}, 0.1)).containsExactly(3, 1, 2);
    assertThat(Quotas.distribute(new int[] {100, 0, 10}, 0.5)).containsExactly(50, 0, 5);
  }

  @Test
  void leavesNoClassOutOfEitherPart() {
    assertThat(Quotas.distribute(new int[] {100, 2, 3}, 0.01)).containsExactly(1, 1, 1);
    assertThat(Quotas.distribute(new int[] {100, 2, 1}, 0.99)).containsExactly(99, 1, 0);
    // The two that small classes must give come out of the large one's share.
    assertThat(Quotas.distribute(new int[] {100, 2, 3}, 0.05)).containsExactly(3, 1, 1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.5, Double.NaN})
  void refusesOtherFractions(double fraction) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StratifiedSplit(fraction, 1))
        .withMessage("fraction must be above 0 and below 1, got " + fraction);
  }

  @Test
  void refusesIdsOutsideAPart() {
    ImageDataset part =
        new StratifiedSplit(0.2, 1).divide(hadoop, new Labelled(SIZES)).validation();

    assertThatThrownBy(() -> part.read(hadoop, 0, 21))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("Range [0, 21) out of bounds for length 20");
    assertThatThrownBy(() -> part.read(hadoop, new int[] {20}))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("Index 20 out of bounds for length 20");
  }

  private int[] perClass(ImageDataset dataset) {
    int[] counts = new int[dataset.classes().size()];
    Arrays.stream(dataset.labels(hadoop)).forEach(label -> counts[label]++);
    return counts;
  }

  private List<String> images(ImageDataset dataset) {
    return samples(dataset.read(hadoop, 0, dataset.size())).stream()
        .map(sample -> ((EncodedImage) sample.image()).name())
        .toList();
  }

  private static List<Sample> samples(SampleIterator iterator) {
    List<Sample> samples = new ArrayList<>();
    iterator.forEachRemaining(samples::add);
    return samples;
  }

  /** Samples whose names are their ids, class after class. */
  private static final class Labelled implements ImageDataset {
    private final int[] sizes;

    private Labelled(int[] sizes) {
      this.sizes = sizes;
    }

    @Override
    public int size() {
      return Arrays.stream(sizes).sum();
    }

    @Override
    public List<String> classes() {
      return IntStream.range(0, sizes.length).mapToObj(String::valueOf).toList();
    }

    @Override
    public Optional<ImageShape> imageShape() {
      return Optional.empty();
    }

    @Override
    public int sampleBytes() {
      return 1;
    }

    @Override
    public String location() {
      return "memory";
    }

    @Override
    public SampleIterator read(Configuration hadoop, int from, int to) {
      return SampleIterator.of(SampleIterator.ids(from, to), this::sample);
    }

    private Sample sample(int id) {
      String name = String.valueOf(id);
      int label = 0;

      for (int end = sizes[0]; id >= end; end += sizes[label]) {
        label++;
      }

      return new Sample(id, label, new EncodedImage(name, name.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String fingerprint(Configuration hadoop) {
      return Fingerprint.of(classes(), read(hadoop, 0, size()));
    }
  }
}
