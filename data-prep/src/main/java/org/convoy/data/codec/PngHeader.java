package org.convoy.data.codec;

import java.nio.ByteBuffer;

/**
 * The IHDR chunk of a PNG file.
 *
 * @param bitDepth bits of a sample: 1, 2, 4, 8 or 16, as far as the color type allows
 * @param colorType meaning of the samples
 * @param interlaced whether the pixels come in the seven passes of Adam7
 */
record PngHeader(int height, int width, int bitDepth, ColorType colorType, boolean interlaced) {
  static final int BYTES = 13;

  enum ColorType {
    GRAY(0, 1, 0b11111),
    RGB(2, 3, 0b11000),
    PALETTE(3, 1, 0b01111),
    GRAY_ALPHA(4, 2, 0b11000),
    RGB_ALPHA(6, 4, 0b11000);

    private final int code;
    private final int samples;
    private final int depths; // bit i: whether 2^i bits are allowed

    ColorType(int code, int samples, int depths) {
      this.code = code;
      this.samples = samples;
      this.depths = depths;
    }

    int samples() {
      return samples;
    }

    /** Of the image that it is decoded to: 1 or 3. */
    int channels() {
      return this == GRAY || this == GRAY_ALPHA ? 1 : ColorMode.RGB.channels();
    }

    private boolean allows(int bitDepth) {
      return Integer.bitCount(bitDepth) == 1
          && bitDepth <= 16
          && ((depths >> Integer.numberOfTrailingZeros(bitDepth)) & 1) != 0;
    }

    private static ColorType of(int code) {
      for (ColorType type : values()) {
        if (type.code == code) {
          return type;
        }
      }

      throw new BadImageException("corrupt PNG: color type " + code);
    }
  }

  static PngHeader read(ByteBuffer chunk) {
    int width = size(chunk.getInt(), "width");
    int height = size(chunk.getInt(), "height");
    int bitDepth = chunk.get() & 0xff;
    ColorType type = ColorType.of(chunk.get() & 0xff);
    int compression = chunk.get() & 0xff;
    int filter = chunk.get() & 0xff;
    int interlace = chunk.get() & 0xff;

    if (!type.allows(bitDepth) || compression != 0 || filter != 0 || interlace > 1) {
      throw new BadImageException(
          "corrupt PNG: color type %s, bit depth %d, compression %d, filter %d, interlace %d"
              .formatted(type, bitDepth, compression, filter, interlace));
    }

    return new PngHeader(height, width, bitDepth, type, interlace == 1);
  }

  /** Bytes of a row of so many pixels, without its filter byte. */
  long rowBytes(int pixels) {
    return ((long) pixels * bitsPerPixel() + Byte.SIZE - 1) / Byte.SIZE;
  }

  /** Distance in bytes between a sample and the one left of it, as filters count it. */
  int filterDistance() {
    return Math.max(1, bitsPerPixel() / Byte.SIZE);
  }

  private int bitsPerPixel() {
    return bitDepth * colorType.samples;
  }

  private static int size(int value, String name) {
    if (value <= 0) {
      throw new BadImageException("corrupt PNG: a %s of %d".formatted(name, value));
    }

    return value;
  }
}
