package org.convoy.data;

/**
 * A decoded image that is read row by row, so that only the rows and columns that matter are taken
 * from where the decoder left them. A row may be decoded when it is asked for: rows are read from
 * top to bottom, each as often as wanted before the next one.
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

  /**
   * Copies neighbouring pixels of a row, the channels of a pixel side by side.
   *
   * @param row from 0 to height - 1
   * @param column of the first pixel
   * @param count pixels, at most {@code width() - column}
   * @param target given {@code count * channels()} bytes from index {@code at} on
   */
  void read(int row, int column, int count, byte[] target, int at);

  /** Packs pixels that are bytes side by side, from index {@code from} on. */
  static void pack(byte[] pixels, int from, int channels, int count, long[] packed) {
    PixelPacking.pack(pixels, from, channels, count, packed);
  }

  /** All pixels, as an image that outlives this; instead of reading rows. */
  Image toImage();
}
