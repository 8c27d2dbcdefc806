package org.convoy.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.convoy.dl4j.ExampleLayout.Role;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

final class TestEncodedExamples {
  /** [examples, 2, 3], of any type and order. */
  private static INDArray features(int examples) {
    return Nd4j.arange(examples * 6).castTo(DataType.DOUBLE).reshape(examples, 2, 3).dup('f');
  }

  private static List<byte[]> rows(byte[] chunk) {
    EncodedExamples examples = new EncodedExamples(chunk);
    List<byte[]> rows = new ArrayList<>();
    examples.rows(ExampleLayout.parse(examples.layout())).forEachRemaining(rows::add);
    return rows;
  }

  @Test
  void batchesComeBackWithTheirMasks() {
    INDArray labels = Nd4j.rand(DataType.FLOAT, 4, 5);
    INDArray mask = Nd4j.createFromArray(1f, 0, 1, 1, 0, 0, 1, 1, 1, 0, 1, 0).reshape(4, 3);
    byte[] chunk =
        EncodedExamples.encode(new DataSet(features(4), labels, mask, null).toMultiDataSet());

    ExampleLayout layout = ExampleLayout.parse(new EncodedExamples(chunk).layout());
    try (BatchArrays batch = new BatchArrays(layout)) {
      batch.fill(rows(chunk));
      batch.fill(rows(chunk).subList(1, 4));

      assertThat(batch.only(Role.FEATURES).castTo(DataType.DOUBLE))
          .isEqualTo(features(4).get(NDArrayIndex.interval(1, 4)));
      assertThat(batch.only(Role.LABELS)).isEqualTo(labels.get(NDArrayIndex.interval(1, 4)));
      assertThat(batch.only(Role.FEATURES_MASK).toFloatMatrix()[0]).containsExactly(1, 0, 0);
      assertThat(batch.of(Role.LABELS_MASK)).isNull();
    }
  }

  @Test
  void keepsTheIndicesOfMasks() {
    MultiDataSet data =
        new MultiDataSet(
            new INDArray[] {features(2), Nd4j.ones(2, 4)},
            new INDArray[] {Nd4j.ones(2, 1)},
            new INDArray[] {null, Nd4j.zeros(2, 1)},
            null);

    byte[] chunk = EncodedExamples.encode(data);
    ExampleLayout layout = ExampleLayout.parse(new EncodedExamples(chunk).layout());

    assertThat(layout).hasToString("FEATURES:0:2x3 FEATURES:1:4 LABELS:0:1 FEATURES_MASK:1:1");
    try (BatchArrays batch = new BatchArrays(layout)) {
      batch.fill(rows(chunk));
      assertThat(batch.of(Role.FEATURES_MASK)[0]).isNull();
      assertThat(batch.of(Role.FEATURES_MASK)[1].shape()).containsExactly(2, 1);
    }
  }

  @Test
  void refusesDataWithoutLabels() {
    assertThatThrownBy(
            () -> EncodedExamples.encode(new DataSet(features(2), null).toMultiDataSet()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A data set needs features and labels, but has only FEATURES:0:2x3");
  }

  @Test
  void refusesArraysOfDifferentNumbersOfExamples() {
    assertThatThrownBy(() -> EncodedExamples.encode(new MultiDataSet(features(2), Nd4j.ones(3, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The arrays of a data set have 2 and 3 examples");
  }
}
