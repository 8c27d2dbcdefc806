package org.convoy.data;

/** Packs bytes into pixels, as {@link PixelRows} has it. */
final class PixelPacking {
  private static final int GREEN = PixelRows.LANE_BITS;
  private static final int BLUE = 2 * PixelRows.LANE_BITS;

  private PixelPacking() {}

  static void pack(byte[] pixels, int from, int channels, int count, long[] packed) {
    switch (channels) {
      case 1 -> packGray(pixels, from, count, packed);
      case PixelRows.MAX_LANES -> packRgb(pixels, from, count, packed);
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
    for (int x = 0, at = from; x < count; x++, at += PixelRows.MAX_LANES) {
      packed[x] =
          (pixels[at] & 0xff)
              | (pixels[at + 1] & 0xffL) << GREEN
              | (pixels[at + 2] & 0xffL) << BLUE;
    }
  }
}
