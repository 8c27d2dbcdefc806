package org.convoy.nn.network;

import java.nio.FloatBuffer;
import java.util.List;
import org.convoy.nn.parameter.ParameterLayout;

/** Reads a vector once, in blocks that stay in the first-level cache. */
final class GradientNorm {
  private static final int LENGTH = 1024;

  private GradientNorm() {}

  /** The Euclidean norm of the elements in these ranges. */
  static double of(FloatBuffer gradients, List<ParameterLayout.Range> ranges) {
    float[] block = new float[LENGTH];
    double sum = 0;
    for (ParameterLayout.Range range : ranges) {
      int end = range.offset() + range.length();
      for (int offset = range.offset(); offset < end; offset += LENGTH) {
        int length = Math.min(LENGTH, end - offset);
        gradients.get(offset, block, 0, length);
        sum += sumOfSquares(block, length);
      }
    }

    return Math.sqrt(sum);
  }

  /** Four sums side by side, as each addition waits for the one before it. */
  private static double sumOfSquares(float[] values, int length) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = 0;
    for (; i + 3 < length; i += 4) {
      first += (double) values[i] * values[i];
      second += (double) values[i + 1] * values[i + 1];
      third += (double) values[i + 2] * values[i + 2];
      fourth += (double) values[i + 3] * values[i + 3];
    }

    for (; i < length; i++) {
      first += (double) values[i] * values[i];
    }

    return first + second + (third + fourth);
  }
}
