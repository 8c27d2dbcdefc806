package org.convoy.data.transform.geometry;

import org.convoy.data.Image;

/**
 * The rows of a part of an image, resized to a width; each is computed once, and kept as long as
 * rows of the result are made of it.
 */
final class ResizedRows {
  private final Image image;
  private final Box box;
  private final ResamplingWeights weights;

  /** The latest rows, row y at y modulo their number. */
  private final int[][] rows;

  private int end;

  ResizedRows(Image image, Box box, ResamplingWeights weights, int kept) {
    this.image = image;
    this.box = box;
    this.weights = weights;
    this.rows = new int[kept][weights.size() * image.channels()];
  }

  /** A row of the box; rows must be asked for in windows that move down. */
  int[] row(int y) {
    for (; end <= y; end++) {
      if (end > y - rows.length) {
        int offset = ((box.top() + end) * image.width() + box.left()) * image.channels();
        weights.resize(image.pixels(), offset, image.channels(), rows[end % rows.length]);
      }
    }

    return rows[y % rows.length];
  }
}
