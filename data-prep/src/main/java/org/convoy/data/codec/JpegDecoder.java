package org.convoy.data.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;
import org.convoy.data.Image;
import org.convoy.data.PixelRows;
import org.convoy.data.codec.ImageDecoder.DecodingMemory;
import org.convoy.data.codec.ImageFormat.ImageHeader;
import org.convoy.data.codec.JpegHeader.JpegFrame;
import org.convoy.data.codec.PixRows.JpegColor;

/** Decodes JPEG by libjpeg-turbo, through Leptonica, which fails on the warnings of libjpeg. */
final class JpegDecoder extends OpenedImage {
  private static final VarHandle LITTLE_ENDIAN_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int GRAY_DEPTH = 8;
  private static final int NO_COLORMAP = 0;
  private static final int FAIL_ON_BAD_DATA = 0;

  static {
    // Its reasons would go to standard error, one for each bad file.
    leptonica.setMsgSeverity(leptonica.L_SEVERITY_NONE);
  }

  private final JpegStream stream;
  private final ColorMode mode;
  private PIX pix;

  private JpegDecoder(JpegStream stream, ColorMode mode) {
    this.stream = stream;
    this.mode = mode;
  }

  static JpegDecoder open(byte[] file, ColorMode mode, DecodeOptions options) {
    return new JpegDecoder(JpegStream.read(file, options), mode);
  }

  @Override
  public ImageHeader header() {
    return stream.header().imageHeader();
  }

  /** The pixels where they are, if they are neither to be turned nor converted. */
  @Override
  public PixelRows rows(int denominator) {
    pix = decode(stream, ImageDecoder.checkDenominator(denominator));
    Orientation orientation = stream.header().orientation();
    JpegColor color = stream.header().color();
    return orientation == Orientation.NONE && mode == ColorMode.RGB && !isGray(pix)
        ? new PixRows(pix, color)
        : orientation.apply(copy(pix, color, mode));
  }

  /** All pixels are decoded at once. */
  @Override
  public void finish() {}

  @Override
  public void close() {
    if (pix != null) {
      leptonica.pixDestroy(pix);
    }
  }

  /**
   * Decodes a part of another file: its upper rows, as they are stored.
   *
   * @param color of three components, whatever the part says
   * @return {@code rows * width * channels} bytes
   */
  static byte[] decode(
      byte[] part, DecodeOptions options, JpegColor color, int rows, int width, int channels) {
    JpegStream stream = JpegStream.read(part, options);
    JpegFrame frame = stream.header().frame();

    if (frame.width() != width || frame.height() < rows || frame.components() != channels) {
      throw new BadImageException("corrupt JPEG: a part of another size than the whole says");
    }

    PIX pix = decode(stream, 1);

    try {
      byte[] pixels = copy(pix, color, channels == 1 ? ColorMode.GRAY : ColorMode.RGB).pixels();
      return frame.height() == rows ? pixels : Arrays.copyOf(pixels, rows * width * channels);
    } finally {
      leptonica.pixDestroy(pix);
    }
  }

  /** The pixels, of a progressive file its coefficients, and its clean copy. */
  static DecodingMemory memory(byte[] file) {
    JpegFrame frame = JpegHeader.read(file).frame();
    long pixels = (long) frame.height() * frame.width();
    long pixelBytes = frame.components() == 1 ? 1 : Integer.BYTES;
    long coefficients = frame.isProgressive() ? frame.blocks() * 64 * Short.BYTES : 0;
    return new DecodingMemory(file.length, pixels * pixelBytes + coefficients);
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

  private static Image copy(PIX pix, JpegColor color, ColorMode mode) {
    if (isGray(pix)) {
      return mode.convert(copyGray(pix));
    }

    PixRows rows = new PixRows(pix, color);
    return mode == ColorMode.RGB ? rows.toImage() : rows.toGray();
  }

  private static boolean isGray(PIX pix) {
    return leptonica.pixGetDepth(pix) == GRAY_DEPTH;
  }

  private static Image copyGray(PIX pix) {
    int height = leptonica.pixGetHeight(pix);
    int width = leptonica.pixGetWidth(pix);
    int words = leptonica.pixGetWpl(pix);
    IntPointer data = leptonica.pixGetData(pix);
    byte[] pixels = new byte[height * width];
    int[] row = new int[words];

    for (int y = 0; y < height; y++) {
      data.position((long) y * words).get(row);
      unpackGray(row, pixels, y * width, width);
    }

    return new Image(height, width, 1, pixels);
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
}
