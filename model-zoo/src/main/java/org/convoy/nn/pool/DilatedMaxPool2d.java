package org.convoy.nn.pool;

import static org.convoy.nn.dl4j.ArrayOperations.strided;

import org.convoy.nn.op.Pooling2d;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Max pooling whose windows have gaps, which ND4J's operation ignores: the maximum over the
 * window's positions of strided slices of the padded input.
 */
final class DilatedMaxPool2d {
  private DilatedMaxPool2d() {}

  static void forward(Pooling2d geometry, INDArray padded, INDArray output) {
    output.assign(Double.NEGATIVE_INFINITY);
    for (int position = 0; position < geometry.kernel().area(); position++) {
      keepLarger(output, slice(geometry, padded, output, position));
    }
  }

  /** {@code maximum = max(maximum, seen)}. */
  static void keepLarger(INDArray maximum, INDArray seen) {
    maximum.assign(Transforms.max(maximum, seen, true));
  }

  static void backward(
      Pooling2d geometry, INDArray padded, INDArray outputGradient, INDArray paddedGradient) {
    INDArray maximum = outputGradient.ulike();
    forward(geometry, padded, maximum);
    paddedGradient.assign(0);
    INDArray open = Nd4j.onesLike(outputGradient);
    for (int position = 0; position < geometry.kernel().area(); position++) {
      DataType type = maximum.dataType();
      INDArray first = slice(geometry, padded, maximum, position).eq(maximum).castTo(type);
      first.muli(open);
      open.subi(first);
      slice(geometry, paddedGradient, maximum, position).addi(first.muli(outputGradient));
    }
  }

  /** What the windows see at one of their positions, for every output position. */
  static INDArray slice(Pooling2d geometry, INDArray padded, INDArray output, int position) {
    int top = position / geometry.kernel().width() * geometry.dilation().height();
    int left = position % geometry.kernel().width() * geometry.dilation().width();
    INDArray rows = strided(padded, 2, top, geometry.stride().height(), output.size(2));
    return strided(rows, 3, left, geometry.stride().width(), output.size(3));
  }
}
