package org.convoy.dl4j;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What all examples of an RDD consist of: their arrays, one after the other.
 *
 * @param arrays those that are there; a mask may be missing
 */
record ExampleLayout(List<ExampleArray> arrays) implements Serializable {
  enum Role {
    FEATURES,
    LABELS,
    FEATURES_MASK,
    LABELS_MASK
  }

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

  /**
   * One of the arrays that an example consists of.
   *
   * @param role what it is for
   * @param index of the network's input or output that it belongs to
   * @param shape without the dimension of the examples
   */
  record ExampleArray(Role role, int index, List<Integer> shape) implements Serializable {
    ExampleArray {
      requireNonNull(role, "role is null");
      shape = List.copyOf(shape);
    }

    static ExampleArray parse(String text) {
      String[] parts = text.split(":", -1);
      List<Integer> shape =
          parts[2].isEmpty()
              ? List.of()
              : Arrays.stream(parts[2].split("x", -1)).map(Integer::valueOf).toList();
      return new ExampleArray(Role.valueOf(parts[0]), Integer.parseInt(parts[1]), shape);
    }

    /** Floats of one example. */
    int elements() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }

    /** As {@link #parse} reads it: FEATURES:0:1x28x28. */
    @Override
    public String toString() {
      String sizes = shape.stream().map(String::valueOf).collect(Collectors.joining("x"));
      return role + ":" + index + ":" + sizes;
    }
  }
}
