package org.convoy.dl4j;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.convoy.dl4j.ExampleArray.Role;

/**
 * What all examples of an RDD consist of: their arrays, one after the other.
 *
 * @param arrays those that are there; a mask may be missing
 */
record ExampleLayout(List<ExampleArray> arrays) implements Serializable {
  ExampleLayout {
    arrays = List.copyOf(requireNonNull(arrays, "arrays is null"));
  }

  static ExampleLayout parse(String text) {
    return new ExampleLayout(Arrays.stream(text.split(" ", -1)).map(ExampleArray::parse).toList());
  }

  /** Floats of one example. */
  int elements() {
    return arrays.stream().mapToInt(ExampleArray::elements).reduce(0, Math::addExact);
  }

  /**
   * How many inputs, outputs or masks there are, counting those that are missing before the last.
   */
  int count(Role role) {
    return arrays.stream()
            .filter(array -> array.role() == role)
            .mapToInt(ExampleArray::index)
            .max()
            .orElse(-1)
        + 1;
  }

  /** One input, one output, no masks. */
  boolean isPlain() {
    return arrays.size() == 2 && count(Role.FEATURES) == 1 && count(Role.LABELS) == 1;
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return arrays.stream().map(ExampleArray::toString).collect(Collectors.joining(" "));
  }
}
