package org.convoy.nn.op;

/** The windows of PyTorch's adaptive average pooling. */
public final class AdaptiveWindows {
  private AdaptiveWindows() {}

  /** Weight of each input position (row) in each output position (column), both row by row. */
  public static double[][] matrix(Size2d input, Size2d output) {
    double[][] matrix = new double[input.area()][output.area()];
    for (int row = 0; row < input.height(); row++) {
      for (int column = 0; column < input.width(); column++) {
        fill(input, output, row, column, matrix[row * input.width() + column]);
      }
    }

    return matrix;
  }

  private static void fill(Size2d input, Size2d output, int row, int column, double[] weights) {
    for (int i = 0; i < output.area(); i++) {
      weights[i] =
          weight(input.height(), output.height(), row, i / output.width())
              * weight(input.width(), output.width(), column, i % output.width());
    }
  }

  /** 1 / window length if the position lies in the window of this index, else 0. */
  private static double weight(int input, int output, int position, int index) {
    int start = Math.toIntExact((long) index * input / output);
    int end = Math.toIntExact(((index + 1L) * input + output - 1) / output);
    return position >= start && position < end ? 1.0 / (end - start) : 0;
  }
}
