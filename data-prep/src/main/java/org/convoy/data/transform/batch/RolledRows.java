package org.convoy.data.transform.batch;

import java.nio.FloatBuffer;
import org.convoy.common.argument.Bounds;

/** The rows of a batch, each together with the one before it; the first with the last. */
final class RolledRows {
  /** Combines a row with the one before it; the result replaces the row. */
  interface Mixture {
    void mix(float[] row, float[] previous);
  }

  private RolledRows() {}

  /**
   * Mixes every row with the original of the one before it.
   *
   * @param rows side by side, from 0 on
   * @param count of rows
   * @param length of a row
   */
  static void mix(FloatBuffer rows, int count, int length, Mixture mixture) {
    float[] row = row(rows, count - 1, length);
    float[] last = row.clone();

    // From the last to the second: the one before is still as it was.
    for (int index = count - 1; index > 0; index--) {
      float[] previous = row(rows, index - 1, length);
      mixture.mix(row, previous);
      rows.put(index * length, row);
      row = previous;
    }

    mixture.mix(row, last);
    rows.put(0, row);
  }

  private static float[] row(FloatBuffer rows, int index, int length) {
    float[] row = new float[length];
    rows.get(index * length, row);
    return row;
  }

  /** Takes {@code share} of the row and the rest of the one before. */
  static Mixture weighted(float share) {
    float rest = 1 - share;

    return (row, previous) -> {
      for (int i = 0; i < row.length; i++) {
        row[i] = row[i] * share + previous[i] * rest;
      }
    };
  }

  /** Checks the argument {@code alpha} of a Beta(alpha, alpha) distribution. */
  static void checkAlpha(double alpha) {
    Bounds.POSITIVE.check("alpha", alpha);
  }
}
