package org.convoy.dl4j;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.convoy.dl4j.ExampleLayout.ExampleArray;
import org.convoy.dl4j.ExampleLayout.Role;
import org.convoy.nn.kernel.ArrayMemory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The arrays of a minibatch, in memory that later minibatches use again. */
final class BatchArrays implements AutoCloseable {
  private final ExampleLayout layout;
  private final List<INDArray> memory = new ArrayList<>();
  private int capacity;
  private int size;

  BatchArrays(ExampleLayout layout) {
    this.layout = layout;
  }

  /** These arrays if they are of this layout, else new ones. */
  static BatchArrays reuse(BatchArrays arrays, ExampleLayout layout) {
    if (arrays != null && arrays.layout.equals(layout)) {
      return arrays;
    }

    if (arrays != null) {
      arrays.close();
    }

    return new BatchArrays(layout);
  }

  /** Fills the arrays with examples, at least one. */
  void fill(List<byte[]> rows) {
    size = rows.size();
    if (size > capacity) {
      allocate();
    }

    int from = 0;
    for (int i = 0; i < memory.size(); i++) {
      int length = layout.arrays().get(i).elements();
      copy(rows, from, length, ArrayMemory.floats(memory.get(i)));
      from += length * Float.BYTES;
    }
  }

  /** Copies a stretch of each row, one after the other. */
  static void copy(List<byte[]> rows, int fromByte, int floats, FloatBuffer target) {
    for (int i = 0; i < rows.size(); i++) {
      target.put(i * floats, FlatState.view(rows.get(i), fromByte, floats), 0, floats);
    }
  }

  private void allocate() {
    close();
    capacity = size;
    for (ExampleArray array : layout.arrays()) {
      long[] shape = new long[array.shape().size() + 1];
      shape[0] = capacity;
      for (int i = 1; i < shape.length; i++) {
        shape[i] = array.shape().get(i - 1);
      }

      memory.add(Nd4j.createUninitializedDetached(DataType.FLOAT, shape));
    }
  }

  /** The filled arrays of a role, null where one is missing; null if there is none. */
  INDArray[] of(Role role) {
    int count = layout.count(role);
    INDArray[] arrays = count == 0 ? null : new INDArray[count];
    for (int i = 0; i < memory.size(); i++) {
      ExampleArray array = layout.arrays().get(i);
      if (array.role() == role) {
        arrays[array.index()] = firstRows(memory.get(i));
      }
    }

    return arrays;
  }

  /** As {@link #of}, of networks with one input and one output. */
  INDArray only(Role role) {
    INDArray[] arrays = of(role);
    return arrays == null ? null : arrays[0];
  }

  private INDArray firstRows(INDArray array) {
    return size == capacity ? array : array.get(NDArrayIndex.interval(0, size));
  }

  @Override
  public void close() {
    memory.forEach(INDArray::close);
    memory.clear();
    capacity = 0;
  }
}
