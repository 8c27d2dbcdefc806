package org.convoy.nn.kernel;

import org.convoy.nn.op.Pooling2d;
import org.convoy.nn.op.Size2d;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Where the windows of a pooling lie on the input's plane, in pixels counted row by row. */
record PoolingWindows(Pooling2d geometry, Size2d input, Size2d output) {
  static PoolingWindows of(Pooling2d geometry, INDArray input, INDArray output) {
    return new PoolingWindows(geometry, Nd4jOps.spatialSize(input), Nd4jOps.spatialSize(output));
  }

  /** What each window sees at one of its positions; meaningless in the padding. */
  double[] at(int position) {
    double[] places = new double[output.area()];
    for (int i = 0; i < places.length; i++) {
      int row = top(i) + position / geometry.kernel().width() * geometry.dilation().height();
      int column = left(i) + position % geometry.kernel().width() * geometry.dilation().width();
      places[i] = (double) row * input.width() + column;
    }

    return places;
  }

  /** The first place of each window that is not in the padding. */
  double[] firstInside() {
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
