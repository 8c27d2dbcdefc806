package org.convoy.data.transform.color;

import org.convoy.data.Image;

/** Maps each level of an image to another one. */
final class LevelTable {
  static final int LEVELS = 256;

  private LevelTable() {}

  /** The same table for all channels. */
  static Image apply(Image image, byte[] table) {
    byte[] pixels = image.pixels();
    byte[] mapped = new byte[pixels.length];

    for (int i = 0; i < pixels.length; i++) {
      mapped[i] = table[pixels[i] & 0xff];
    }

    return new Image(image.height(), image.width(), image.channels(), mapped);
  }

  /** A table for each channel. */
  static Image apply(Image image, byte[][] tables) {
    byte[] pixels = image.pixels();
    byte[] mapped = new byte[pixels.length];

    for (int channel = 0; channel < tables.length; channel++) {
      for (int i = channel; i < pixels.length; i += tables.length) {
        mapped[i] = tables[channel][pixels[i] & 0xff];
      }
    }

    return new Image(image.height(), image.width(), image.channels(), mapped);
  }

  /** How many pixels have each level. */
  static int[] histogram(byte[] pixels, int channel, int channels) {
    int[] histogram = new int[LEVELS];

    for (int i = channel; i < pixels.length; i += channels) {
      histogram[pixels[i] & 0xff]++;
    }

    return histogram;
  }
}
