package org.convoy.data.transform.color;

/** Images of red, green and blue. */
final class Rgb {
  static final int CHANNELS = 3;

  private Rgb() {}

  /** Checks that images are gray or of colours. */
  static void checkChannels(int channels) {
    if (channels != 1 && channels != CHANNELS) {
      throw new IllegalArgumentException(
          "colours can be changed in images of 1 or 3 channels, not of " + channels);
    }
  }
}
