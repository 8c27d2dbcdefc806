package org.convoy.nn.loss;

/**
 * Outputs for each of several positions of an example, such as the pixels of an image: PyTorch's
 * [examples, classes, d1, …], flattened to [examples, classes, positions]. To a loss, every
 * position is an example of its own.
 *
 * @param classes outputs of a position
 * @param positions of an example
 */
public record Positions(int classes, int positions) {
  public Positions {
    if (classes < 1 || positions < 1) {
      throw new IllegalArgumentException(
          "There must be at least 1 class and 1 position, got " + classes + " and " + positions);
    }
  }

  /** From [examples, classes, positions] to [examples * positions, classes]. */
  public double[] toRows(double[] values) {
    return transposed(values, classes, positions);
  }

  /** From [examples * positions, classes] to [examples, classes, positions]. */
  public double[] fromRows(double[] rows) {
    return transposed(rows, positions, classes);
  }

  /** Of each matrix [height, width] its transpose. */
  private static double[] transposed(double[] values, int height, int width) {
    int area = height * width;
    if (values.length % area != 0) {
      throw new IllegalArgumentException(
          "Expected a whole number of examples of %d values, got %d values"
              .formatted(area, values.length));
    }

    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int place = i % area;
      result[i - place + place % width * height + place / width] = values[i];
    }

    return result;
  }
}
