package org.convoy.data.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;
import org.convoy.data.Image;

/** Decodes JPEG by libjpeg-turbo, through Leptonica, which fails on the warnings of libjpeg. */
final class JpegDecoder {
  private static final VarHandle LITTLE_ENDIAN_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int GRAY_DEPTH = 8;
  private static final int NO_COLORMAP = 0;
  private static final int FAIL_ON_BAD_DATA = 0;

  static {
    // Its reasons would go to standard error, one for each bad file.
    leptonica.setMsgSeverity(leptonica.L_SEVERITY_NONE);
  }

  private JpegDecoder() {}

  static Image decode(byte[] file, ColorMode mode, DecodeLimits limits, int denominator) {
    JpegStream stream = JpegStream.read(file, limits);
    Image image = decode(stream, denominator);
    return stream.header().orientation().apply(ColorConversion.convert(image, mode));
  }

  private static Image decode(JpegStream stream, int denominator) {
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

    try {
      return copy(pix);
    } finally {
      leptonica.pixDestroy(pix);
    }
  }

  private static Image copy(PIX pix) {
    int height = leptonica.pixGetHeight(pix);
    int width = leptonica.pixGetWidth(pix);
    int channels = leptonica.pixGetDepth(pix) == GRAY_DEPTH ? 1 : ColorMode.RGB.channels();
    int words = leptonica.pixGetWpl(pix);
    IntPointer data = leptonica.pixGetData(pix);
    byte[] pixels = new byte[height * width * channels];
    int[] row = new int[words];

    for (int y = 0; y < height; y++) {
      data.position((long) y * words).get(row);
      int target = y * width * channels;

      if (channels == 1) {
        unpackGray(row, pixels, target, width);
      } else {
        unpackRgb(row, pixels, target, width);
      }
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
    int x = 0;
    int j = target;

    for (; x + 4 <= width; x += 4, j += 12) {
      int first = Integer.reverseBytes(row[x]);
      int second = Integer.reverseBytes(row[x + 1]);
      int third = Integer.reverseBytes(row[x + 2]);
      int fourth = Integer.reverseBytes(row[x + 3]);
      LITTLE_ENDIAN_INT.set(pixels, j, (first & 0xffffff) | (second << 24));
      LITTLE_ENDIAN_INT.set(pixels, j + 4, ((second >>> 8) & 0xffff) | (third << 16));
      LITTLE_ENDIAN_INT.set(pixels, j + 8, ((third >>> 16) & 0xff) | (fourth << 8));
    }

    for (; x < width; x++, j += 3) {
      pixels[j] = (byte) (row[x] >>> 24);
      pixels[j + 1] = (byte) (row[x] >>> 16);
      pixels[j + 2] = (byte) (row[x] >>> 8);
    }
  }
}
