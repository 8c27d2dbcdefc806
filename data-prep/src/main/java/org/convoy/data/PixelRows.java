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
    switch (channels) {
      case 1 -> packGray(pixels, from, count, packed);
      case MAX_LANES -> packRgb(pixels, from, count, packed);
      default ->
          throw new UnsupportedOperationException(
              "pixels of 1 or 3 channels can be packed, not of " + channels);
    }
  }

  private static void packGray(byte[] pixels, int from, int count, long[] packed) {
    for (int x = 0; x < count; x++) {
      packed[x] = pixels[from + x] & 0xff;
    }
  }

  private static void packRgb(byte[] pixels, int from, int count, long[] packed) {
    for (int x = 0, at = from; x < count; x++, at += MAX_LANES) {
      packed[x] =
          (pixels[at] & 0xff)
              | (pixels[at + 1] & 0xffL) << LANE_BITS
              | (pixels[at + 2] & 0xffL) << (2 * LANE_BITS);
    }
  }

  /** All pixels, as an image that outlives this; instead of reading rows. */
  Image toImage();
}
