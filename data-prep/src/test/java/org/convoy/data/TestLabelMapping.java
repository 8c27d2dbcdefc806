package org.convoy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.LabelMapping.Names;
import org.junit.jupiter.api.Test;

class TestLabelMapping {
  private static final List<String> NUMBERS = List.of("0", "1", "2");

  private final Configuration hadoop = new Configuration();

  @Test
  void matchesByNameInAnyOrder() {
    LabelMapping mapping = LabelMapping.byName(List.of("c", "a"), List.of("a", "b", "c"));

    assertThat(mapping.unmatched()).isEmpty();
    assertThat(mapping.label(0)).isEqualTo(2);
    assertThat(mapping.label(1)).isZero();
  }

  @Test
  void tellsWhatIsNotMatched() {
    LabelMapping mapping = LabelMapping.byName(List.of("b", "c", "d"), List.of("a", "b", "c"));

    assertThat(mapping.unmatched()).containsExactly("d");
  }

  /** ImageNet's names as they are usually listed: a bird and a machine are both called crane. */
  @Test
  void aNameOfSeveralClassesMatchesNothing() {
    List<String> words = List.of("cat", "crane", "dog", "crane", "hen");
    LabelMapping mapping = LabelMapping.byName(List.of("hen", "dog", "cat"), words);

    assertThat(IntStream.range(0, 3).map(mapping::label)).containsExactly(4, 2, 0);
    assertThat(LabelMapping.byName(List.of("crane", "dog"), words).unmatched())
        .containsExactly("crane");
    assertThat(LabelMapping.byName(List.of("a", "b", "a"), List.of("a", "b")).unmatched())
        .containsExactly("a", "a");
    assertThat(IntStream.range(0, 5).map(LabelMapping.byName(words, words)::label))
        .containsExactly(0, 1, 2, 3, 4);
    assertThatThrownBy(
            () ->
                LabelMapping.apply(
                    new FixedDataset(List.of("crane", "dog"), Names.GIVEN, 0, 1),
                    words,
                    Names.GIVEN,
                    "the model",
                    hadoop))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "found crane, dog, of which crane is the name of several classes. Give each class")
        .hasMessageEndingWith(" a name of its own.");
  }

  /** As folders on a Mac and on Linux are spelled. */
  @Test
  void saysThatNamesLookAlike() {
    String composed = "\u00c4pfel";
    String decomposed = "A\u0308pfel";

    assertThat(LabelMapping.lookAlike(List.of(decomposed), List.of("b", composed)))
        .isEqualTo(" Some look alike but are spelled with other Unicode characters (NFC and NFD).");
    assertThat(LabelMapping.lookAlike(List.of("a"), List.of("b", composed))).isEmpty();
  }

  @Test
  void leavesLabelsAsTheyAreWhereOneSideHasNoNames() {
    List<String> named = List.of("x", "y", "z");

    for (LabelMapping mapping :
        List.of(
            LabelMapping.of(NUMBERS, Names.NUMBERS, named, Names.GIVEN),
            LabelMapping.of(named, Names.GIVEN, NUMBERS, Names.NUMBERS))) {
      assertThat(mapping.unmatched()).isEmpty();
      assertThat(IntStream.range(0, 3).map(mapping::label)).containsExactly(0, 1, 2);
    }
  }

  @Test
  void matchesNothingWithoutNamesWhereTheCountsDiffer() {
    List<String> two = List.of("0", "1");

    assertThat(LabelMapping.of(two, Names.NUMBERS, NUMBERS, Names.NUMBERS).unmatched())
        .containsExactly("0", "1");
    assertThat(LabelMapping.of(NUMBERS, Names.NUMBERS, List.of("x", "y"), Names.GIVEN).unmatched())
        .containsExactly("0", "1", "2");
    assertThat(LabelMapping.of(List.of("x", "y"), Names.GIVEN, NUMBERS, Names.NUMBERS).unmatched())
        .containsExactly("x", "y");
  }

  /** Folders of digits, some of those that a model knows. */
  @Test
  void matchesNumbersThatAreNames() {
    LabelMapping mapping =
        LabelMapping.of(List.of("2", "7"), Names.GIVEN, numbers(10), Names.NUMBERS);

    assertThat(mapping.unmatched()).isEmpty();
    assertThat(mapping.label(1)).isEqualTo(7);
  }

  @Test
  void relabelsSamples() {
    ImageDataset dataset = new FixedDataset(List.of("c", "b", "a"), Names.GIVEN, 0, 1, 2, 2);
    ImageDataset mapped = apply(dataset, List.of("a", "b", "c"));

    assertThat(mapped.classes()).containsExactly("a", "b", "c");
    assertThat(mapped.labels(hadoop)).containsExactly(2, 1, 0, 0);
    assertThat(labels(mapped.read(hadoop, 1, 4))).containsExactly(1, 0, 0);
    assertThat(labels(mapped.read(hadoop, new int[] {0, 3}))).containsExactly(2, 0);
    assertThat(mapped.fingerprint(hadoop)).isNotEqualTo(dataset.fingerprint(hadoop));
    assertThat(apply(dataset, dataset.classes())).isSameAs(dataset);
  }

  @Test
  void takesClassesByNameThatHaveNoImage() {
    ImageDataset dataset = new FixedDataset(List.of("a", "b", "never"), Names.GIVEN, 0, 1, 1);

    assertThat(apply(dataset, List.of("b", "a")).labels(hadoop)).containsExactly(1, 0, 0);
  }

  @Test
  void refusesImagesOfOtherClassesAndShowsBoth() {
    assertThatThrownBy(
            () ->
                apply(
                    new FixedDataset(List.of("b", "c", "d"), Names.GIVEN, 0, 1, 2),
                    List.of("a", "b", "c")))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "here: expected classes of the model: a, b, c, found b, c, d, of which d is none of"
                + " them. Name the classes alike, or leave the images of the others out.");
    assertThatThrownBy(
            () -> apply(new FixedDataset(numbers(11), Names.NUMBERS, 0, 10), numbers(12)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "here: expected classes of the model: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, … (12 in all),"
                + " found 11 classes without names. Name the classes of the data in data.classes,"
                + " in the order of their labels.");
    assertThatThrownBy(() -> apply(new FixedDataset(List.of("x", "y"), Names.GIVEN, 0, 1), NUMBERS))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "here: expected classes of the model: 0, 1, 2, found x, y, of which x, y are none of"
                + " them. Name as many classes in data.classes, those of the data among them, in"
                + " the order of these numbers.");
  }

  private ImageDataset apply(ImageDataset dataset, List<String> classes) {
    return LabelMapping.apply(dataset, classes, LabelMapping.likely(classes), "the model", hadoop);
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }

  private static List<Integer> labels(SampleIterator samples) {
    List<Integer> labels = new java.util.ArrayList<>();
    try (samples) {
      samples.forEachRemaining(sample -> labels.add(sample.label()));
    }

    return labels;
  }
}
