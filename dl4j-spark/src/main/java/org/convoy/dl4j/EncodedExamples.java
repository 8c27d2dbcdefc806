package org.convoy.dl4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.convoy.dl4j.ExampleLayout.ExampleArray;
import org.convoy.dl4j.ExampleLayout.Role;
import org.convoy.nn.kernel.ArrayMemory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * The examples of a data set as bytes: their number, their layout, and the values of each array as
 * float32.
 */
final class EncodedExamples {
  private final byte[] bytes;
  private final int count;
  private final String layout;
  private final int values;

  /** Of what {@link #encode} gave. */
  EncodedExamples(byte[] bytes) {
    ByteBuffer header = ByteBuffer.wrap(bytes);
    byte[] text = new byte[header.getInt()];
    header.get(text);
    this.bytes = bytes;
    this.layout = new String(text, UTF_8);
    this.count = header.getInt();
    this.values = header.position();
  }

  int count() {
    return count;
  }

  /** As {@link ExampleLayout#parse} reads it. */
  String layout() {
    return layout;
  }

  /** The examples one by one: the values of all their arrays. */
  Iterator<byte[]> rows(ExampleLayout known) {
    return IntStream.range(0, count).mapToObj(example -> row(known, example)).iterator();
  }

  private byte[] row(ExampleLayout known, int example) {
    byte[] row = new byte[known.elements() * Float.BYTES];
    int start = values;
    int to = 0;
    for (ExampleArray array : known.arrays()) {
      int length = array.elements() * Float.BYTES;
      System.arraycopy(bytes, start + example * length, row, to, length);
      start += count * length;
      to += length;
    }

    return row;
  }

  /**
   * Encodes a data set.
   *
   * @throws IllegalArgumentException if it has no features or no labels, or arrays of different
   *     numbers of examples
   */
  static byte[] encode(MultiDataSet data) {
    List<ExampleArray> arrays = new ArrayList<>();
    List<INDArray> values = new ArrayList<>();
    collect(Role.FEATURES, data.getFeatures(), arrays, values);
    collect(Role.LABELS, data.getLabels(), arrays, values);
    collect(Role.FEATURES_MASK, data.getFeaturesMaskArrays(), arrays, values);
    collect(Role.LABELS_MASK, data.getLabelsMaskArrays(), arrays, values);
    ExampleLayout layout = new ExampleLayout(arrays);
    if (layout.count(Role.FEATURES) == 0 || layout.count(Role.LABELS) == 0) {
      throw new IllegalArgumentException(
          "A data set needs features and labels, but has only " + layout);
    }

    return encode(layout, values);
  }

  private static void collect(
      Role role, INDArray[] found, List<ExampleArray> arrays, List<INDArray> values) {
    for (int index = 0; found != null && index < found.length; index++) {
      if (found[index] != null) {
        List<Integer> shape =
            LongStream.of(found[index].shape()).skip(1).mapToObj(Math::toIntExact).toList();
        arrays.add(new ExampleArray(role, index, shape));
        values.add(found[index]);
      }
    }
  }

  private static byte[] encode(ExampleLayout layout, List<INDArray> arrays) {
    int count = Math.toIntExact(arrays.get(0).size(0));
    byte[] text = layout.toString().getBytes(UTF_8);
    int from = 2 * Integer.BYTES + text.length;
    int floats = Math.multiplyExact(count, layout.elements());
    byte[] bytes = new byte[Math.addExact(from, Math.multiplyExact(floats, Float.BYTES))];
    ByteBuffer.wrap(bytes).putInt(text.length).put(text).putInt(count);
    for (INDArray array : arrays) {
      if (array.size(0) != count) {
        throw new IllegalArgumentException(
            "The arrays of a data set have %d and %d examples".formatted(count, array.size(0)));
      }

      INDArray dense = ArrayMemory.dense(array.castTo(DataType.FLOAT));
      int length = Math.toIntExact(array.length());
      FlatState.view(bytes, from, length).put(ArrayMemory.floats(dense));
      from += length * Float.BYTES;
    }

    return bytes;
  }
}
