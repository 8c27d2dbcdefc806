package org.convoy.weights;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.convoy.weights.PickleValue.Storage;
import org.convoy.weights.PickleValue.View;

/** Makes tensors of the views that a pickle gave: contiguous copies, each of equal views once. */
record ViewCopies(WeightSource source, StorageReader storages) {
  /** More than all of a file's tensors are, unless they overlap to no purpose. */
  private static final int MOST_COPIES = 4;

  ViewCopies {
    requireNonNull(source, "source is null");
    requireNonNull(storages, "storages is null");
  }

  /** Reads the bytes of a storage, exactly as many as it has. */
  @FunctionalInterface
  interface StorageReader {
    byte[] read(Storage storage) throws IOException;
  }

  Map<String, Tensor> copy(Map<String, View> views) throws IOException {
    refuseExpansion(views);
    Map<Storage, byte[]> contents = new HashMap<>();
    Map<View, Tensor> copies = new HashMap<>();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, View> entry : views.entrySet()) {
      View view = entry.getValue();
      if (!copies.containsKey(view)) {
        copies.put(view, copy(entry.getKey(), view, contents));
      }

      tensors.put(entry.getKey(), copies.get(view));
    }

    return tensors;
  }

  private void refuseExpansion(Map<String, View> views) {
    long bytes = 0;
    for (View view : views.values().stream().distinct().toList()) {
      bytes = Math.addExact(bytes, view.elements() * view.storage().dataType().bytes());
      if (bytes / MOST_COPIES > source.length()) {
        throw problem(
            "the tensors take more than %d times the bytes of the file".formatted(MOST_COPIES));
      }
    }
  }

  private Tensor copy(String name, View view, Map<Storage, byte[]> contents) throws IOException {
    DataType dataType = view.storage().dataType();
    long bytes = view.elements() * dataType.bytes();
    if (bytes > Integer.MAX_VALUE - Long.BYTES) {
      throw problem(
          "tensor %s: has %d bytes; 2 GiB and more cannot be read".formatted(name, bytes));
    }

    byte[] data = new byte[(int) bytes];
    if (data.length > 0) {
      byte[] content = contents.get(view.storage());
      if (content == null) {
        content = storages.read(view.storage());
        contents.put(view.storage(), content);
      }

      new Copy(view, content, data).run();
    }

    return new Tensor(dataType, view.shape().stream().mapToLong(Long::longValue).toArray(), data);
  }

  /** One copy, which brings the elements into row-major order. */
  private static final class Copy {
    private final int elementBytes;
    private final int[] shape;
    private final int[] strides;
    private final int offset;
    private final byte[] from;
    private final byte[] to;
    private int written;

    private Copy(View view, byte[] from, byte[] to) {
      elementBytes = view.storage().dataType().bytes();
      shape = view.shape().stream().mapToInt(Math::toIntExact).toArray();
      // Of a dimension of one element the stride says nothing, and may be anything.
      strides = new int[shape.length];
      for (int i = 0; i < shape.length; i++) {
        strides[i] = shape[i] == 1 ? 0 : Math.toIntExact(view.strides().get(i));
      }

      offset = Math.toIntExact(view.offset());
      this.from = from;
      this.to = to;
    }

    private void run() {
      if (isContiguous()) {
        System.arraycopy(from, offset * elementBytes, to, 0, to.length);
      } else {
        copy(0, offset);
      }
    }

    private boolean isContiguous() {
      int expected = 1;
      for (int i = shape.length - 1; i >= 0; i--) {
        if (shape[i] != 1 && strides[i] != expected) {
          return false;
        }

        expected *= shape[i];
      }

      return true;
    }

    private void copy(int dimension, int element) {
      if (dimension == shape.length) {
        System.arraycopy(from, element * elementBytes, to, written, elementBytes);
        written += elementBytes;
        return;
      }

      for (int i = 0; i < shape[dimension]; i++) {
        copy(dimension + 1, element + i * strides[dimension]);
      }
    }
  }

  private WeightFormatException problem(String problem) {
    return new WeightFormatException(source.name(), problem);
  }
}
