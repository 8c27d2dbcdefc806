package org.convoy.data.codec;

import org.convoy.data.Image;

/** What the channels of a decoded image mean. */
public enum ColorMode {
  /** Red, green, blue; gray files are replicated into the three channels. */
  RGB(3),
  /** Luma by ITU-R 601-2, as Pillow's mode {@code L} computes it from red, green and blue. */
  GRAY(1);

  // ITU-R 601-2 luma in units of 1/65536; they add up to 65536.
  private static final int RED = 19_595;
  private static final int GREEN = 38_470;
  private static final int BLUE = 7_471;
  private static final int HALF = 0x8000;
  private static final int FRACTION_BITS = 16;

  private final int channels;

  ColorMode(int channels) {
    this.channels = channels;
  }

  public int channels() {
    return channels;
  }

  /**
   * Checks that images are gray or of red, green and blue.
   *
   * @throws IllegalArgumentException if not
   */
  public static void checkChannels(int channels) {
    if (channels != RGB.channels && channels != GRAY.channels) {
      throw new IllegalArgumentException(
          "colours can be changed in images of 1 or 3 channels, not of " + channels);
    }
  }

  /**
   * The image in this mode; itself when it already has it.
   *
   * @throws IllegalArgumentException if it has neither 1 nor 3 channels
   */
  public Image convert(Image image) {
    if (image.channels() == channels) {
      return image;
    }

    checkChannels(image.channels());
    byte[] pixels = this == GRAY ? grayOf(image.pixels()) : replicate(image.pixels());
    return new Image(image.height(), image.width(), channels, pixels);
  }

  /** Converts pixels between 1 and 3 channels. */
  static void convert(byte[] from, int count, int channels, byte[] to) {
    if (channels == 1) {
      replicate(from, count, to);
    } else {
      toGray(from, count, to);
    }
  }

  /** Luma of one pixel by ITU-R 601-2 with Pillow's integer weights, each value 0…255. */
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
