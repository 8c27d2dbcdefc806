package org.convoy.data.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;
import org.convoy.data.Image;
import org.convoy.data.PixelRows;

/** Decodes JPEG by libjpeg-turbo, through Leptonica, which fails on the warnings of libjpeg. */
final class JpegDecoder {
  private static final VarHandle LITTLE_ENDIAN_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int GRAY_DEPTH = 8;
  private static final int NO_COLORMAP = 0;
  private static final int FAIL_ON_BAD_DATA = 0;

  private static final RowUnpacker GRAY_ROW = JpegDecoder::unpackGray;
  private static final RowUnpacker RGB_ROW = JpegDecoder::unpackRgb;
  private static final RowUnpacker LUMA_ROW = JpegDecoder::unpackLuma;

  /** Turns the words of a row into pixels from index {@code target} on. */
  private interface RowUnpacker {
    void unpack(int[] row, byte[] pixels, int target, int width);
  }

  static {
    // Its reasons would go to standard error, one for each bad file.
    leptonica.setMsgSeverity(leptonica.L_SEVERITY_NONE);
  }

  private JpegDecoder() {}

  static Image decode(byte[] file, ColorMode mode, DecodeLimits limits, int denominator) {
    JpegStream stream = JpegStream.read(file, limits);
    PIX pix = decode(stream, denominator);

    try {
      return stream.header().orientation().apply(copy(pix, mode));
    } finally {
      leptonica.pixDestroy(pix);
    }
  }

  /** Hands over the pixels where they are, if they are neither to be turned nor converted. */
  static void read(
      byte[] file,
      ColorMode mode,
      DecodeLimits limits,
      ToIntFunction<ImageHeader> denominator,
      Consumer<PixelRows> reader) {
    JpegStream stream = JpegStream.read(file, limits);
    Orientation orientation = stream.header().orientation();
    PIX pix = decode(stream, denominator.applyAsInt(stream.header().imageHeader()));

    try {
      reader.accept(
          orientation == Orientation.NONE && mode == ColorMode.RGB && !isGray(pix)
              ? new PixRows(pix)
              : orientation.apply(copy(pix, mode)));
    } finally {
      leptonica.pixDestroy(pix);
    }
  }

  private static PIX decode(JpegStream stream, int denominator) {
    PIX pix =
        leptonica.pixReadMemJpeg(
            stream.bytes(),
            stream.length(),
            NO_COLORMAP,
            denominator,
            (int[]) null,
            FAIL_ON_BAD_DATA);

    if (pix == null || pix.isNull()) {
      throw new BadImageException("corrupt JPEG: its scans or tables are damaged");
    }

    return pix;
  }

  private static Image copy(PIX pix, ColorMode mode) {
    if (isGray(pix)) {
      return ColorConversion.convert(copy(pix, 1, GRAY_ROW), mode);
    }

    return mode == ColorMode.RGB ? copyRgb(pix) : copy(pix, 1, LUMA_ROW);
  }

  private static boolean isGray(PIX pix) {
    return leptonica.pixGetDepth(pix) == GRAY_DEPTH;
  }

  /** Copies an image of 32 bits a pixel. */
  static Image copyRgb(PIX pix) {
    return copy(pix, ColorMode.RGB.channels(), RGB_ROW);
  }

  private static Image copy(PIX pix, int channels, RowUnpacker unpacker) {
    int height = leptonica.pixGetHeight(pix);
    int width = leptonica.pixGetWidth(pix);
    int words = leptonica.pixGetWpl(pix);
    IntPointer data = leptonica.pixGetData(pix);
    byte[] pixels = new byte[height * width * channels];
    int[] row = new int[words];

    for (int y = 0; y < height; y++) {
      data.position((long) y * words).get(row);
      unpacker.unpack(row, pixels, y * width * channels, width);
    }

    return new Image(height, width, channels, pixels);
  }

  /** Four pixels a word, the first one in its upper byte. */
  private static void unpackGray(int[] row, byte[] pixels, int target, int width) {
    int whole = width / Integer.BYTES;

    for (int i = 0; i < whole; i++) {
      LITTLE_ENDIAN_INT.set(pixels, target + i * Integer.BYTES, Integer.reverseBytes(row[i]));
    }

    for (int x = whole * Integer.BYTES; x < width; x++) {
      pixels[target + x] = (byte) (row[whole] >>> (24 - 8 * (x % Integer.BYTES)));
    }
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
          (byte) ColorConversion.luma(word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff);
    }
  }
}
