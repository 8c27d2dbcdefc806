package org.convoy.weights.dl4j;

import java.nio.FloatBuffer;
import java.util.List;
import org.convoy.weights.Tensor;

/**
 * One tensor in DL4J's flat vector, whose values lie in PyTorch's order.
 *
 * @param name PyTorch's, within its layer
 * @param keptAs how the values are kept
 */
record StockParameter(String name, List<Integer> shape, Kept keptAs) {

  StockParameter {
    shape = List.copyOf(shape);
  }

  /** How DL4J keeps values. */
  enum Kept {
    /** As they are. */
    PLAIN,
    /** The variance as the decimal logarithm of its root. */
    LOG10_ROOT
  }

  static StockParameter plain(String name, Integer... shape) {
    return new StockParameter(name, List.of(shape), Kept.PLAIN);
  }

  /** Number of elements. */
  long elements() {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** The tensor of its values. */
  Tensor tensor(FloatBuffer values) {
    float[] elements = new float[values.remaining()];
    values.get(elements);
    if (keptAs == Kept.LOG10_ROOT) {
      for (int i = 0; i < elements.length; i++) {
        elements[i] = (float) Math.pow(10, 2.0 * elements[i]);
      }
    }

    return Tensor.ofFloats(elements, shape.stream().mapToLong(Integer::longValue).toArray());
  }
}
