package org.convoy.weights;

import java.util.List;

/** What stands in a PyTorch pickle for the values that are no plain ones. */
sealed interface PickleValue {
  /** A function or class by its name; it is never loaded. */
  record Global(String module, String name) implements PickleValue {
    String fullName() {
      return module + "." + name;
    }
  }

  /** A value that says nothing about tensors, such as the arguments of a training script. */
  record Opaque(String of) implements PickleValue {}

  /**
   * The elements behind tensors, which may share them.
   *
   * @param key names them in the file
   * @param elements how many
   */
  record Storage(DataType dataType, String key, long elements) implements PickleValue {}

  /**
   * A tensor as a view of a storage; offset and strides count elements, and all that the view
   * reaches lies in the storage.
   */
  record View(Storage storage, long offset, List<Long> shape, List<Long> strides)
      implements PickleValue {
    /** Number of elements. */
    long elements() {
      return shape.stream().reduce(1L, Math::multiplyExact);
    }
  }
}
