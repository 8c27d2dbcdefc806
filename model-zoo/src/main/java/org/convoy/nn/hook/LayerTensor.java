package org.convoy.nn.hook;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A layer's values for a batch, copied for the one hook that is given them.
 *
 * @param shape [batch, channels, height, width] or [batch, features]
 * @param values row by row, the first dimension outermost (NCHW)
 */
@SuppressWarnings("ArrayRecordComponent") // It is the receiver's own copy.
public record LayerTensor(List<Integer> shape, float[] values) {
  public LayerTensor {
    requireNonNull(values, "values is null");
    shape = List.copyOf(shape);
    int elements = shape.stream().reduce(1, Math::multiplyExact);
    if (elements != values.length) {
      throw new IllegalArgumentException(
          "A tensor of shape %s has %d values, got %d".formatted(shape, elements, values.length));
    }
  }
}
