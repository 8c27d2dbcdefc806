package org.convoy.data.transform.color;

import org.convoy.data.Image;

/** Pillow's conversion of colours to gray (mode L): ITU-R 601-2 in 16-bit fixed point. */
final class Luma {
  private static final int RED = 19595;
  private static final int GREEN = 38470;
  private static final int BLUE = 7471;
  private static final int HALF = 0x8000;

  private Luma() {}

  /** One level for each pixel; the pixels of a gray image themselves. */
  static byte[] of(Image image) {
    byte[] pixels = image.pixels();

    if (image.channels() == 1) {
      return pixels;
    }

    Rgb.checkChannels(image.channels());
    byte[] levels = new byte[image.height() * image.width()];

    for (int i = 0, from = 0; i < levels.length; i++, from += Rgb.CHANNELS) {
      levels[i] =
          (byte) level(pixels[from] & 0xff, pixels[from + 1] & 0xff, pixels[from + 2] & 0xff);
    }

    return levels;
  }

  private static int level(int red, int green, int blue) {
    return (red * RED + green * GREEN + blue * BLUE + HALF) >> 16;
  }
}
