package org.convoy.data;

/** Packs the pixels of images in memory, as {@link PixelRows} has it. */
final class PixelPacking {
  private static final int GREEN = PixelRows.LANE_BITS;
  private static final int BLUE = 2 * PixelRows.LANE_BITS;

  private PixelPacking() {}

  static void pack(Image image, int row, int column, int count, long[] packed) {
    int from = (row * image.width() + column) * image.channels();

    switch (image.channels()) {
      case 1 -> packGray(image.pixels(), from, count, packed);
      case PixelRows.MAX_LANES -> packRgb(image.pixels(), from, count, packed);
      default ->
          throw new UnsupportedOperationException(
              "pixels of 1 or 3 channels can be packed, not those of " + image);
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
