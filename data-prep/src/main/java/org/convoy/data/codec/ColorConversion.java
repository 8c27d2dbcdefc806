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

  /** Luma of one pixel, each value 0…255. */
  static int luma(int red, int green, int blue) {
    return (red * RED + green * GREEN + blue * BLUE + HALF) >> FRACTION_BITS;
  }

  private static byte[] grayOf(byte[] rgb) {
    byte[] gray = new byte[rgb.length / 3];

    for (int i = 0, j = 0; i < gray.length; i++, j += 3) {
      gray[i] = (byte) luma(rgb[j] & 0xff, rgb[j + 1] & 0xff, rgb[j + 2] & 0xff);
    }

    return gray;
  }

  private static byte[] replicate(byte[] gray) {
    byte[] rgb = new byte[3 * gray.length];

    for (int i = 0, j = 0; i < gray.length; i++, j += 3) {
      rgb[j] = gray[i];
      rgb[j + 1] = gray[i];
      rgb[j + 2] = gray[i];
    }

    return rgb;
  }
}
