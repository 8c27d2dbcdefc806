package org.convoy.dl4j;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One of the arrays that an example consists of.
 *
 * @param role what it is for
 * @param index of the network's input or output that it belongs to
 * @param shape without the dimension of the examples
 */
record ExampleArray(Role role, int index, List<Integer> shape) implements Serializable {
  enum Role {
    FEATURES,
    LABELS,
    FEATURES_MASK,
    LABELS_MASK
  }

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
