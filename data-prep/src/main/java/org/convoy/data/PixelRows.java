package org.convoy.data;

/**
 * A decoded image that is read row by row, so that only the rows and columns that matter are taken
 * from where the decoder left them.
 */
public interface PixelRows {
  /**
   * Bits between the channels of a packed pixel: value + value · 2²¹ + value · 2⁴², the first
   * channel lowest. Up to 21 bits a channel, one multiplication by a weight serves all three.
   */
  int LANE_BITS = 21;

  /** The most channels that can be packed. */
  int MAX_LANES = 3;

  /** Rows, at least 1. */
  int height();

  /** Pixels in a row, at least 1. */
  int width();

  /** Values of a pixel, at least 1. */
  int channels();

  /**
   * Packs neighbouring pixels of a row, one to an element from element 0 on.
   *
   * @param row from 0 to height - 1
   * @param column of the first pixel
   * @param count pixels, at most {@code width() - column}
   * @throws UnsupportedOperationException if there are more channels than {@link #MAX_LANES}
   */
  void pack(int row, int column, int count, long[] packed);

  /** All pixels, as an image that outlives this. */
  Image toImage();
}
