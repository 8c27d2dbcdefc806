package org.convoy.data.codec;

import org.convoy.data.Image;

/** Between gray and RGB, with Pillow's integer weights. */
final class ColorConversion {
  // ITU-R 601-2 luma in units of 1/65536; they add up to 65536.
  private static final int RED = 19_595;
  private static final int GREEN = 38_470;
  private static final int BLUE = 7_471;
  private static final int HALF = 0x8000;
  private static final int FRACTION_BITS = 16;

  private ColorConversion() {}

  /** The image itself when it already has the mode. */
  static Image convert(Image image, ColorMode mode) {
    if (image.channels() == mode.channels()) {
      return image;
    }

    byte[] pixels = mode == ColorMode.GRAY ? grayOf(image.pixels()) : replicate(image.pixels());
    return new Image(image.height(), image.width(), mode.channels(), pixels);
  }

  /** Converts pixels between 1 and 3 channels. */
  static void convert(byte[] from, int count, int channels, byte[] to) {
    if (channels == 1) {
      replicate(from, count, to);
    } else {
      toGray(from, count, to);
    }
  }

  /** Luma of one pixel, each value 0…255. */
  static int luma(int red, int green, int blue) {
    return (red * RED + green * GREEN + blue * BLUE + HALF) >> FRACTION_BITS;
  }

  private static byte[] grayOf(byte[] rgb) {
    byte[] gray = new byte[rgb.length / 3];
    toGray(rgb, gray.length, gray);
    return gray;
  }

  private static void toGray(byte[] rgb, int count, byte[] gray) {
    for (int i = 0; i < count; i++) {
      gray[i] = (byte) luma(rgb[3 * i] & 0xff, rgb[3 * i + 1] & 0xff, rgb[3 * i + 2] & 0xff);
    }
  }

  private static byte[] replicate(byte[] gray) {
    byte[] rgb = new byte[3 * gray.length];
    replicate(gray, gray.length, rgb);
    return rgb;
  }

  private static void replicate(byte[] gray, int count, byte[] rgb) {
    for (int i = 0; i < count; i++) {
      rgb[3 * i] = gray[i];
      rgb[3 * i + 1] = gray[i];
      rgb[3 * i + 2] = gray[i];
    }
  }
}
