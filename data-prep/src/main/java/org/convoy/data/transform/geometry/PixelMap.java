package org.convoy.data.transform.geometry;

import java.util.Arrays;
import org.convoy.data.Image;
import org.convoy.data.PixelRows;

/**
 * A transform in which each row of the result comes from one row of the image, and each column from
 * one column.
 *
 * @param rows for each row of the result the row of the image, or {@link #FILL}
 * @param columns for each column of the result the column of the image, or {@link #FILL}
 */
@SuppressWarnings("ArrayRecordComponent") // lives within one call, is never compared
record PixelMap(int[] rows, int[] columns) {
  /** Comes from outside the image. */
  static final int FILL = -1;

  /** Takes from one line of sources what another one selects. */
  static int[] compose(int[] inner, int[] outer) {
    int[] composed = new int[outer.length];

    for (int i = 0; i < outer.length; i++) {
      composed[i] = outer[i] == FILL ? FILL : inner[outer[i]];
    }

    return composed;
  }

  /** The part of the result that a box shows. */
  PixelMap crop(Box box) {
    return new PixelMap(
        Arrays.copyOfRange(rows, box.top(), box.top() + box.height()),
        Arrays.copyOfRange(columns, box.left(), box.left() + box.width()));
  }

  /**
   * The result.
   *
   * @param image read row by row, if {@link #descends}
   */
  Image apply(PixelRows image, Fill fill) {
    int channels = image.channels();
    int rowBytes = columns.length * channels;
    byte[] outside = fill.row(columns.length, channels);
    byte[] pixels = new byte[rows.length * rowBytes];
    int[] runs = runs();

    for (int y = 0; y < rows.length; y++) {
      System.arraycopy(outside, 0, pixels, y * rowBytes, rowBytes);

      if (rows[y] != FILL) {
        copyRuns(runs, image, rows[y], pixels, y * rowBytes);
      }
    }

    return new Image(rows.length, columns.length, channels, pixels);
  }

  private static void copyRuns(int[] runs, PixelRows image, int row, byte[] pixels, int target) {
    if (image instanceof Image decoded) {
      copyRuns(runs, decoded, row, pixels, target);
      return;
    }

    for (int run = 0; run < runs.length; run += 3) {
      int to = target + runs[run + 1] * image.channels();
      image.read(row, runs[run], runs[run + 2], pixels, to);
    }
  }

  private static void copyRuns(int[] runs, Image image, int row, byte[] pixels, int target) {
    int channels = image.channels();
    int source = row * image.width() * channels;

    for (int run = 0; run < runs.length; run += 3) {
      System.arraycopy(
          image.pixels(),
          source + runs[run] * channels,
          pixels,
          target + runs[run + 1] * channels,
          runs[run + 2] * channels);
    }
  }

  /** Whether no row of the image comes after one that is below it. */
  boolean descends() {
    int last = 0;

    for (int row : rows) {
      if (row != FILL && row < last) {
        return false;
      }

      last = Math.max(last, row);
    }

    return true;
  }

  /** Source, target and length of each run of neighbouring columns that stay neighbours. */
  private int[] runs() {
    int[] runs = new int[3 * columns.length];
    int count = 0;

    for (int from = 0; from < columns.length; ) {
      int to = from + 1;

      while (to < columns.length && continues(from, to)) {
        to++;
      }

      if (columns[from] != FILL) {
        runs[count++] = columns[from];
        runs[count++] = from;
        runs[count++] = to - from;
      }

      from = to;
    }

    return Arrays.copyOf(runs, count);
  }

  private boolean continues(int from, int to) {
    return columns[from] == FILL ? columns[to] == FILL : columns[to] == columns[from] + to - from;
  }
}
