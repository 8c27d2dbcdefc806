package org.convoy.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.convoy.state.Tally;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against scikit-learn: src/test/python/evaluation_metrics.py made the reference. */
final class TestEvaluation {
  private static final int CLASSES = 12;
  private static final List<String> NAMES =
      IntStream.range(0, CLASSES).mapToObj(String::valueOf).toList();

  private static JsonNode reference;
  private static int[] labels;
  private static double[] logits;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream input = TestEvaluation.class.getResourceAsStream("/metric/evaluation.json")) {
      reference = new ObjectMapper().readTree(input);
    }

    labels = elements("labels").mapToInt(JsonNode::asInt).toArray();
    logits =
        elements("logits")
            .flatMap(row -> StreamSupport.stream(row.spliterator(), false))
            .mapToDouble(JsonNode::asDouble)
            .toArray();
  }

  private static Stream<JsonNode> elements(String field) {
    return StreamSupport.stream(reference.get(field).spliterator(), false);
  }

  /** Of some samples, in batches. */
  private static Evaluation evaluation(int from, int to, int batchSize) {
    EvaluationCounter counter = new EvaluationCounter();
    for (int first = from; first < to; first += batchSize) {
      int last = Math.min(to, first + batchSize);
      counter.add(
          IntStream.range(first, last).toArray(),
          Arrays.copyOfRange(labels, first, last),
          Arrays.copyOfRange(logits, first * CLASSES, last * CLASSES));
    }

    return counter.with(new Tally(to - from, 0, to - from, 0));
  }

  private static Evaluation whole() {
    return evaluation(0, labels.length, labels.length);
  }

  @Test
  void ranksAsScikitLearn() {
    assertThat(whole().topFiveAccuracy()).isEqualTo(reference.get("topFiveAccuracy").asDouble());
  }

  @Test
  void tellsClassesApartAsScikitLearn() {
    List<ClassMetrics> classes = whole().confusion().classes(NAMES);

    for (int label = 0; label < CLASSES; label++) {
      ClassMetrics metrics = classes.get(label);
      assertThat(metrics.support()).isEqualTo(reference.get("support").get(label).asLong());
      assertThat(metrics.precision())
          .isEqualTo(reference.get("precision").get(label).asDouble(), within(1e-15));
      assertThat(metrics.recall())
          .isEqualTo(reference.get("recall").get(label).asDouble(), within(1e-15));
      assertThat(metrics.f1()).isEqualTo(reference.get("f1").get(label).asDouble(), within(1e-15));
    }

    assertThat(whole().macroF1(NAMES))
        .isEqualTo(reference.get("macroF1").asDouble(), within(1e-15));
  }

  @Test
  void confusesAsScikitLearn() {
    long[][] rows = whole().confusion().rows(CLASSES);

    for (int label = 0; label < CLASSES; label++) {
      for (int predicted = 0; predicted < CLASSES; predicted++) {
        long expected = reference.get("confusion").get(label).get(predicted).asLong();
        assertThat(rows[label][predicted]).isEqualTo(expected);
        assertThat(whole().confusion().count(label, predicted)).isEqualTo(expected);
      }
    }
  }

  @Test
  void hasTheCalibrationErrorOfItsDefinition() {
    assertThat(whole().calibration().expectedError())
        .isEqualTo(reference.get("calibrationError").asDouble(), within(1e-9));
  }

  /** To the bit, whatever the batches, partitions and their order are. */
  @Test
  void isTheSameForAnyPartitions() {
    for (int batchSize : new int[] {1, 7, 64}) {
      for (int partition : new int[] {1, 13, 100}) {
        Evaluation sum = Evaluation.EMPTY;
        for (int to = labels.length; to > 0; to -= partition) {
          sum = sum.plus(evaluation(Math.max(0, to - partition), to, batchSize));
        }

        assertThat(sum).isEqualTo(whole());
      }
    }
  }

  /** As the loss counts what is correct: the first of equal outputs is on top. */
  @Test
  void equalOutputsRankByTheirIndex() {
    EvaluationCounter counter = new EvaluationCounter();
    counter.add(new int[3], new int[] {0, 4, 5}, new double[18]);
    Evaluation evaluation = counter.with(new Tally(3, 0, 3, 1));

    assertThat(evaluation.correctInFive()).isEqualTo(2);
    assertThat(evaluation.confusion().count(0, 0)).isEqualTo(1);
    assertThat(evaluation.confusion().count(5, 0)).isEqualTo(1);
  }

  /** Of equal ones, those with the smallest ids, however the samples are divided. */
  @Test
  void keepsTheMostConfidentMistakes() {
    int samples = 2 * Mistake.KEPT + 3;
    Evaluation sum = Evaluation.EMPTY;
    for (int id = samples - 1; id >= 0; id--) {
      EvaluationCounter counter = new EvaluationCounter();
      double confidence = id == 40 ? 3 : id % 2;
      counter.add(new int[] {id}, new int[] {0}, new double[] {0, confidence + 1});
      sum = sum.plus(counter.with(new Tally(1, 0, 1, 0)));
    }

    assertThat(sum.mistakes()).hasSize(Mistake.KEPT);
    assertThat(sum.mistakes().get(0).id()).isEqualTo(40);
    assertThat(sum.mistakes().get(0).probability()).isEqualTo(1 / (1 + Math.exp(-4)));
    assertThat(sum.mistakes().get(0).ownProbability())
        .isEqualTo(1 - 1 / (1 + Math.exp(-4)), within(1e-15));
    assertThat(sum.mistakes().subList(1, Mistake.KEPT).stream().map(Mistake::id))
        .containsExactlyElementsOf(
            IntStream.range(0, Mistake.KEPT - 1).mapToObj(i -> 2 * i + 1).toList());
  }
}
