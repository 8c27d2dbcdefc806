package org.convoy.nn.init;

import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import org.convoy.common.argument.Bounds;

/**
 * Random matrices whose rows, or columns where there are fewer, are orthogonal and of length gain;
 * PyTorch's {@code orthogonal_}. Saxe, McClelland and Ganguli 2013, <a
 * href="https://arxiv.org/abs/1312.6120">Exact solutions to the nonlinear dynamics of learning in
 * deep linear neural networks</a>.
 */
record Orthogonal(int columns, double gain) implements Initialization {
  Orthogonal {
    Bounds.COUNT.check("columns", columns);
  }

  @Override
  public void write(FloatBuffer target, int offset, int length, SplittableRandom random) {
    int rows = length / columns;
    if (rows * columns != length) {
      throw new IllegalArgumentException(
          "Orthogonal initialization is for matrices of %s columns, got %s elements"
              .formatted(columns, length));
    }

    double[][] basis = gaussian(Math.min(rows, columns), Math.max(rows, columns), random);
    orthonormalize(basis);
    for (int i = 0; i < length; i++) {
      int row = i / columns;
      int column = i % columns;
      double value = rows <= columns ? basis[row][column] : basis[column][row];
      target.put(offset + i, (float) (gain * value));
    }
  }

  private static double[][] gaussian(int count, int dimension, SplittableRandom random) {
    Initialization normal = Initialization.normal(1);
    double[][] vectors = new double[count][dimension];
    for (double[] vector : vectors) {
      float[] values = normal.values(dimension, random);
      for (int i = 0; i < dimension; i++) {
        vector[i] = values[i];
      }
    }

    return vectors;
  }

  /**
   * Modified Gram-Schmidt: the Q of a QR decomposition whose R has a positive diagonal, which makes
   * all orthogonal matrices equally likely.
   */
  private static void orthonormalize(double[][] vectors) {
    for (int i = 0; i < vectors.length; i++) {
      double[] vector = vectors[i];
      addMultiple(vector, 1 / Math.sqrt(dot(vector, vector)) - 1, vector);
      for (int j = i + 1; j < vectors.length; j++) {
        addMultiple(vectors[j], -dot(vector, vectors[j]), vector);
      }
    }
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }

    return sum;
  }

  private static void addMultiple(double[] target, double factor, double[] source) {
    for (int i = 0; i < target.length; i++) {
      target[i] += factor * source[i];
    }
  }
}
