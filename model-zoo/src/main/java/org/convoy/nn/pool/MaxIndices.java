package org.convoy.nn.pool;

import static org.convoy.nn.dl4j.ArrayOperations.spatialSize;

import org.convoy.nn.op.Pooling2d;
import org.convoy.nn.op.Size2d;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Where max pooling finds its maxima on the input's plane, in pixels counted row by row. */
record MaxIndices(Pooling2d geometry, Size2d input, Size2d output) {
  /** Visits the positions of the windows in order and keeps the first maximum. */
  static void find(Pooling2d geometry, INDArray input, INDArray padded, INDArray indices) {
    INDArray maximum =
        Nd4j.valueArrayOf(indices.shape(), Double.NEGATIVE_INFINITY, input.dataType());
    MaxIndices windows = new MaxIndices(geometry, spatialSize(input), spatialSize(indices));
    // Doubles hold all indices exactly.
    INDArray found = Nd4j.zeros(DataType.DOUBLE, indices.shape());
    found.addi(perOutput(windows.firstInside(), indices));
    for (int position = 0; position < geometry.kernel().area(); position++) {
      INDArray seen = DilatedMaxPool2d.slice(geometry, padded, indices, position);
      INDArray isLarger = seen.gt(maximum).castTo(DataType.DOUBLE);
      INDArray place = perOutput(windows.at(position), indices);
      found.addi(found.rsub(place).muli(isLarger));
      DilatedMaxPool2d.keepLarger(maximum, seen);
    }

    indices.assign(found.castTo(DataType.INT64));
  }

  private static INDArray perOutput(double[] places, INDArray indices) {
    return Nd4j.createFromArray(places).reshape(1, 1, indices.size(2), indices.size(3));
  }

  /** What each window sees at one of its positions; meaningless in the padding. */
  private double[] at(int position) {
    double[] places = new double[output.area()];
    for (int i = 0; i < places.length; i++) {
      int row = top(i) + position / geometry.kernel().width() * geometry.dilation().height();
      int column = left(i) + position % geometry.kernel().width() * geometry.dilation().width();
      places[i] = (double) row * input.width() + column;
    }

    return places;
  }

  /** The first place of each window that is not in the padding. */
  private double[] firstInside() {
    double[] places = new double[output.area()];
    for (int i = 0; i < places.length; i++) {
      int row = inside(top(i), geometry.dilation().height());
      int column = inside(left(i), geometry.dilation().width());
      places[i] = (double) row * input.width() + column;
    }

    return places;
  }

  private int top(int window) {
    return window / output.width() * geometry.stride().height() - geometry.padding().height();
  }

  private int left(int window) {
    return window % output.width() * geometry.stride().width() - geometry.padding().width();
  }

  private static int inside(int start, int dilation) {
    return start < 0 ? Math.floorMod(start, dilation) : start;
  }
}
