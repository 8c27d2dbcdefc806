package org.convoy.data.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;
import org.convoy.data.Image;
import org.convoy.data.PixelRows;

/** The pixels of an RGB image where Leptonica keeps them; valid as long as it does. */
final class PixRows implements PixelRows {
  private static final VarHandle LITTLE_ENDIAN_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final int height;
  private final int width;
  private final int wordsPerRow;
  private final IntBuffer words;
  private final JpegColor color;
  private final int[] row;

  /** Turns the words of a row into bytes from index {@code target} on. */
  private interface RowUnpacker {
    void unpack(int[] row, byte[] pixels, int target, int width);
  }

  /**
   * A view of an image of 32 bits a pixel.
   *
   * @param color in which they are kept
   */
  PixRows(PIX pix, JpegColor color) {
    this.color = color;
    this.height = leptonica.pixGetHeight(pix);
    this.width = leptonica.pixGetWidth(pix);
    this.wordsPerRow = leptonica.pixGetWpl(pix);
    this.words = leptonica.pixGetData(pix).capacity((long) height * wordsPerRow).asBuffer();
    this.row = new int[width];
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int channels() {
    return ColorMode.RGB.channels();
  }

  @Override
  public void pack(int y, int column, int count, long[] packed) {
    read(y, column, count);
    pack(row, count, packed);
  }

  /** From words with red in the upper byte, then green and blue, the lowest unused. */
  private static void pack(int[] row, int count, long[] packed) {
    for (int x = 0; x < count; x++) {
      int word = row[x];
      packed[x] =
          word >>> 24
              | ((word >>> 16) & 0xffL) << LANE_BITS
              | ((word >>> 8) & 0xffL) << (2 * LANE_BITS);
    }
  }

  private void read(int y, int column, int count) {
    words.get(y * wordsPerRow + column, row, 0, count);
    color.toRgb(row, count);
  }

  @Override
  public void read(int y, int column, int count, byte[] pixels, int target) {
    read(y, column, count);
    unpackRgb(row, pixels, target, count);
  }

  @Override
  public Image toImage() {
    return toImage(ColorMode.RGB.channels(), PixRows::unpackRgb);
  }

  /** All pixels, as their luma. */
  Image toGray() {
    return toImage(1, PixRows::unpackLuma);
  }

  private Image toImage(int channels, RowUnpacker unpacker) {
    byte[] pixels = new byte[height * width * channels];

    for (int y = 0; y < height; y++) {
      read(y, 0, width);
      unpacker.unpack(row, pixels, y * width * channels, width);
    }

    return new Image(height, width, channels, pixels);
  }

  /** A pixel a word, red in the upper byte, the lowest unused. Four words become three. */
  private static void unpackRgb(int[] row, byte[] pixels, int target, int width) {
    int whole = width - width % Integer.BYTES;

    for (int x = 0; x < whole; x += Integer.BYTES) {
      int first = Integer.reverseBytes(row[x]);
      int second = Integer.reverseBytes(row[x + 1]);
      int third = Integer.reverseBytes(row[x + 2]);
      int fourth = Integer.reverseBytes(row[x + 3]);
      int to = target + 3 * x;
      LITTLE_ENDIAN_INT.set(pixels, to, (first & 0xffffff) | (second << 24));
      LITTLE_ENDIAN_INT.set(pixels, to + 4, ((second >>> 8) & 0xffff) | (third << 16));
      LITTLE_ENDIAN_INT.set(pixels, to + 8, ((third >>> 16) & 0xff) | (fourth << 8));
    }

    for (int x = whole; x < width; x++) {
      pixels[target + 3 * x] = (byte) (row[x] >>> 24);
      pixels[target + 3 * x + 1] = (byte) (row[x] >>> 16);
      pixels[target + 3 * x + 2] = (byte) (row[x] >>> 8);
    }
  }

  private static void unpackLuma(int[] row, byte[] pixels, int target, int width) {
    for (int x = 0; x < width; x++) {
      int word = row[x];
      pixels[target + x] =
          (byte) ColorMode.luma(word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff);
    }
  }

  /**
   * The color space of words that hold three components of a pixel, the first in the upper byte.
   */
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
}
