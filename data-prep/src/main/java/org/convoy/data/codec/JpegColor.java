package org.convoy.data.codec;

/** The color space of words that hold three components of a pixel, the first in the upper byte. */
enum JpegColor {
  RGB {
    @Override
    void toRgb(int[] words, int count) {}
  },

  /**
   * JFIF's, with all 256 levels. Converted here, by the arithmetic of libjpeg: its vector
   * instructions write each row past the caches when the row's address in memory happens to be a
   * multiple of 32, and reading it then takes as long as all of the decoding.
   */
  YCBCR {
    @Override
    void toRgb(int[] words, int count) {
      convert(words, count);
    }
  };

  private static final int FRACTION_BITS = 16;
  private static final int HALF = 1 << (FRACTION_BITS - 1);
  private static final int CR_TO_RED = fixed(1.402);
  private static final int CB_TO_GREEN = fixed(0.34414);
  private static final int CR_TO_GREEN = fixed(0.71414);
  private static final int CB_TO_BLUE = fixed(1.772);

  private static int fixed(double weight) {
    return (int) (weight * (1 << FRACTION_BITS) + 0.5);
  }

  /** Turns the first {@code count} words into RGB, in place. */
  abstract void toRgb(int[] words, int count);

  // Simple enough for the compiler to turn into vector instructions.
  private static void convert(int[] words, int count) {
    for (int x = 0; x < count; x++) {
      int luma = words[x] >>> 24;
      int cb = ((words[x] >>> 16) & 0xff) - 128;
      int cr = ((words[x] >>> 8) & 0xff) - 128;
      int red = luma + ((cr * CR_TO_RED + HALF) >> FRACTION_BITS);
      int green = luma + ((HALF - cb * CB_TO_GREEN - cr * CR_TO_GREEN) >> FRACTION_BITS);
      int blue = luma + ((cb * CB_TO_BLUE + HALF) >> FRACTION_BITS);
      words[x] = (clamp(red) << 24) | (clamp(green) << 16) | (clamp(blue) << 8);
    }
  }

  // Math.min and Math.max would keep the loop from becoming vector instructions.
  private static int clamp(int level) {
    int atLeastZero = level & ~(level >> 31);
    int onesIfAbove = (255 - level) >> 31;
    return (atLeastZero | onesIfAbove) & 0xff;
  }
}
