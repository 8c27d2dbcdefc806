package org.convoy.nn.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Views of every so many positions of an axis. ND4J's own intervals with a stride refuse or shorten
 * those that end within a stride of the axis's end.
 */
final class StridedView {
  private StridedView() {}

  /** The positions first, first + stride … of an axis, {@code count} of them; the same memory. */
  static INDArray of(INDArray array, int axis, long first, long stride, long count) {
    long last = first + (count - 1) * stride;
    if (first < 0 || last >= array.size(axis)) {
      throw new IndexOutOfBoundsException(
          "Positions " + first + " to " + last + " of an axis of length " + array.size(axis));
    }

    long[] shape = array.shape().clone();
    shape[axis] = count;
    long[] strides = array.stride().clone();
    strides[axis] *= stride;
    long offset = array.offset() + first * array.stride(axis);
    return Nd4j.create(array.data(), shape, strides, offset, 'c');
  }
}
