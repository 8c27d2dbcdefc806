package org.convoy.data.transform.geometry;

import org.convoy.data.PixelRows;

/**
 * The rows of a part of an image, resized to a width; each is computed once, and kept as long as
 * rows of the result are made of it.
 */
final class ResizedRows {
  private final PixelRows image;
  private final Box box;
  private final ResamplingWeights weights;

  /** Of the row that is resized. */
  private final byte[] pixels;

  /** The latest rows, row y at y modulo their number. */
  private final int[][] rows;

  private int end;

  ResizedRows(PixelRows image, Box box, ResamplingWeights weights, int kept) {
    this.image = image;
    this.box = box;
    this.weights = weights;
    this.pixels = new byte[box.width() * image.channels()];
    this.rows = new int[kept][weights.size() * image.channels()];
  }

  /** A row of the box; rows must be asked for in windows that move down. */
  int[] row(int y) {
    for (; end <= y; end++) {
      if (end > y - rows.length) {
        image.read(box.top() + end, box.left(), box.width(), pixels, 0);
        weights.resize(pixels, 0, image.channels(), rows[end % rows.length]);
      }
    }

    return rows[y % rows.length];
  }
}
