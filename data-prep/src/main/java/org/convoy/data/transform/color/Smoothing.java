package org.convoy.data.transform.color;

import org.convoy.data.Image;

/**
 * Pillow's filter SMOOTH: the mean of each pixel, five times, and its eight neighbours. The pixels
 * at the edges stay as they are.
 */
final class Smoothing {
  private static final float NEIGHBOUR = 1f / 13;
  private static final float CENTRE = 5f / 13;

  private Smoothing() {}

  static byte[] of(Image image) {
    byte[] pixels = image.pixels();
    byte[] smoothed = pixels.clone();
    int channels = image.channels();
    int rowBytes = image.width() * channels;

    for (int y = 1; y < image.height() - 1; y++) {
      for (int i = y * rowBytes + channels; i < (y + 1) * rowBytes - channels; i++) {
        float sum = 0.5f;
        sum += line(pixels, i + rowBytes, channels, NEIGHBOUR);
        sum += line(pixels, i, channels, CENTRE);
        sum += line(pixels, i - rowBytes, channels, NEIGHBOUR);
        smoothed[i] = (byte) sum;
      }
    }

    return smoothed;
  }

  private static float line(byte[] pixels, int i, int channels, float centre) {
    return (pixels[i - channels] & 0xff) * NEIGHBOUR
        + (pixels[i] & 0xff) * centre
        + (pixels[i + channels] & 0xff) * NEIGHBOUR;
  }
}
