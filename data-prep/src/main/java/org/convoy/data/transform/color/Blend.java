package org.convoy.data.transform.color;

import org.convoy.data.Image;

/**
 * Pillow's {@code Image.blend(degenerate, image, factor)}: between both up to factor 1, away from
 * the degenerate image beyond.
 */
final class Blend {
  private Blend() {}

  /** With an image of one level. */
  static Image withLevel(int degenerate, Image image, float factor) {
    byte[] table = new byte[LevelTable.LEVELS];

    for (int level = 0; level < table.length; level++) {
      table[level] = (byte) blend(degenerate, level, factor);
    }

    return LevelTable.apply(image, table);
  }

  /** With a gray image, one level for each pixel. */
  static Image withGray(byte[] degenerate, Image image, float factor) {
    byte[] pixels = image.pixels();
    byte[] blended = new byte[pixels.length];
    int channels = image.channels();

    for (int i = 0, pixel = 0; i < pixels.length; pixel++) {
      int gray = degenerate[pixel] & 0xff;

      for (int channel = 0; channel < channels; channel++, i++) {
        blended[i] = (byte) blend(gray, pixels[i] & 0xff, factor);
      }
    }

    return new Image(image.height(), image.width(), channels, blended);
  }

  /** With an image of the same shape. */
  static Image withImage(byte[] degenerate, Image image, float factor) {
    byte[] pixels = image.pixels();
    byte[] blended = new byte[pixels.length];

    for (int i = 0; i < pixels.length; i++) {
      blended[i] = (byte) blend(degenerate[i] & 0xff, pixels[i] & 0xff, factor);
    }

    return new Image(image.height(), image.width(), image.channels(), blended);
  }

  private static int blend(int from, int to, float factor) {
    int level = (int) (from + factor * (to - from));
    return Math.max(0, Math.min(255, level));
  }
}
