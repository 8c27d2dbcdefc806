package org.convoy.data.transform.geometry;

import java.util.Arrays;
import org.convoy.data.PixelRows;

/**
 * Rows of an image, resized along themselves, as floats: level · 2¹², all values of the first
 * channel, then those of the next one. Each is computed once, and kept as long as rows of the
 * result are made of it.
 *
 * <p>The sums of products are exact: 8 bits of a level and 12 of weights that add up to one fit
 * into a lane of a packed pixel.
 */
final class PlanarRows {
  private static final int GREEN = PixelRows.LANE_BITS;
  private static final int BLUE = 2 * PixelRows.LANE_BITS;
  private static final int LANE = (1 << PixelRows.LANE_BITS) - 1;

  private final PixelRows image;
  private final LineWeights weights;
  private final int[] first;
  private final int left;
  private final int columns;

  /** The pixels of a row that matter, and as many zeros as taps without weight may reach. */
  private final long[] packed;

  private final long[] sums;

  /** The latest rows, row y at y modulo their number. */
  private final float[][] rows;

  private int end;

  PlanarRows(PixelRows image, LineWeights weights, int kept) {
    this.image = image;
    this.weights = weights;
    this.left = Arrays.stream(weights.first()).min().orElseThrow();
    this.first = Arrays.stream(weights.first()).map(column -> column - left).toArray();
    int reach = Arrays.stream(first).max().orElseThrow() + 2 * weights.pairs();
    this.columns = Math.min(reach, image.width() - left);
    this.packed = new long[reach];
    this.sums = new long[first.length];
    this.rows = new float[kept][first.length * image.channels()];
  }

  /** A row of the image; rows must be asked for in windows that move down. */
  float[] row(int y) {
    for (; end <= y; end++) {
      if (end > y - rows.length) {
        image.pack(end, left, columns, packed);
        resize();
        unpack(rows[end % rows.length]);
      }
    }

    return rows[y % rows.length];
  }

  private void resize() {
    Arrays.fill(sums, 0);

    for (int pair = 0; pair < weights.pairs(); pair++) {
      add(packed, first, 2 * pair, weights.pair(pair), sums);
    }
  }

  private static void add(long[] packed, int[] first, int tap, int[] pair, long[] sums) {
    for (int x = 0; x < sums.length; x++) {
      int from = first[x] + tap;
      sums[x] += packed[from] * pair[2 * x] + packed[from + 1] * pair[2 * x + 1];
    }
  }

  private void unpack(float[] row) {
    if (image.channels() == 1) {
      unpackGray(sums, row);
    } else {
      unpackRgb(sums, row);
    }
  }

  private static void unpackGray(long[] sums, float[] row) {
    for (int x = 0; x < sums.length; x++) {
      row[x] = (int) sums[x];
    }
  }

  private static void unpackRgb(long[] sums, float[] row) {
    int width = sums.length;

    for (int x = 0; x < width; x++) {
      long sum = sums[x];
      row[x] = (int) sum & LANE;
      row[width + x] = (int) (sum >>> GREEN) & LANE;
      row[2 * width + x] = (int) (sum >>> BLUE);
    }
  }
}
