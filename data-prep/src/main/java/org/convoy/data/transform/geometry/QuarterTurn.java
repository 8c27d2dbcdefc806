package org.convoy.data.transform.geometry;

import org.convoy.data.Image;

/** A rotation by 90 degrees counter-clockwise. */
final class QuarterTurn {
  private QuarterTurn() {}

  static Image apply(Image image) {
    byte[] turned = new byte[image.pixels().length];
    int channels = image.channels();
    int target = 0;

    for (int x = image.width() - 1; x >= 0; x--) {
      for (int y = 0; y < image.height(); y++) {
        System.arraycopy(
            image.pixels(), (y * image.width() + x) * channels, turned, target, channels);
        target += channels;
      }
    }

    return new Image(/* height= */ image.width(), /* width= */ image.height(), channels, turned);
  }
}
