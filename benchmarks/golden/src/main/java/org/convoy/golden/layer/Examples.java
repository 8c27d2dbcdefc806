package org.convoy.golden.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convoy.golden.reference.GoldenCase;

/**
 * A batch of examples. PyTorch's layers also take one example without a batch's dimension, which is
 * run as a batch of one.
 *
 * @param batch number of examples
 * @param shape of one example
 */
record Examples(int batch, List<Integer> shape, Dimension dimension) {
  /** Whether the case's tensors have a dimension for the batch. */
  enum Dimension {
    OF_BATCH,
    NONE
  }

  /**
   * The examples of a tensor.
   *
   * @param rank dimensions of a single example without a batch's, as PyTorch's layer has it
   */
  static Examples of(GoldenCase golden, String tensor, int rank) {
    List<Integer> shape = golden.dimensions(tensor);
    if (shape.isEmpty()) {
      throw new IllegalArgumentException(tensor + " must have a dimension, it is a single number");
    }

    if (shape.contains(0)) {
      throw new IllegalArgumentException(tensor + " must have values, its shape is " + shape);
    }

    return shape.size() == rank
        ? new Examples(1, shape, Dimension.NONE)
        : new Examples(shape.get(0), shape.subList(1, shape.size()), Dimension.OF_BATCH);
  }

  /** Examples of another shape, as many. */
  Examples with(List<Integer> other) {
    return new Examples(batch, other, dimension);
  }

  /** The array's shape in Convoy: [batch, …]. */
  long[] batched() {
    List<Integer> all = new ArrayList<>(List.of(batch));
    all.addAll(shape);
    return all.stream().mapToLong(Integer::longValue).toArray();
  }

  /** The shape in the case of an array that has this one in Convoy. */
  long[] unbatched(long... actual) {
    return dimension == Dimension.NONE ? Arrays.copyOfRange(actual, 1, actual.length) : actual;
  }
}
