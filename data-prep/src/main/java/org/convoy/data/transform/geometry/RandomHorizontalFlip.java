package org.convoy.data.transform.geometry;

import org.convoy.data.Image;
import org.convoy.data.transform.RandomSource;

/**
 * torchvision's {@code RandomHorizontalFlip}: left becomes right.
 *
 * @param p probability, 0…1
 */
public record RandomHorizontalFlip(double p) implements ViewTransform.Flip {
  private static final int RGB = 3;

  public RandomHorizontalFlip {
    RandomSource.checkProbability(p);
  }

  @Override
  public Image flip(Image image) {
    byte[] pixels = image.pixels();
    byte[] flipped = new byte[pixels.length];
    int rowBytes = image.width() * image.channels();

    for (int row = 0; row < pixels.length; row += rowBytes) {
      if (image.channels() == RGB) {
        flipColours(pixels, row, flipped, row + rowBytes);
      } else {
        flip(pixels, row, flipped, row + rowBytes, image.channels());
      }
    }

    return new Image(image.height(), image.width(), image.channels(), flipped);
  }

  private static void flipColours(byte[] pixels, int from, byte[] flipped, int end) {
    for (int source = from, target = end - RGB; source < end; source += RGB, target -= RGB) {
      flipped[target] = pixels[source];
      flipped[target + 1] = pixels[source + 1];
      flipped[target + 2] = pixels[source + 2];
    }
  }

  private static void flip(byte[] pixels, int from, byte[] flipped, int end, int channels) {
    for (int source = from, target = end - channels; source < end; target -= channels) {
      for (int channel = 0; channel < channels; channel++) {
        flipped[target + channel] = pixels[source++];
      }
    }
  }

  @Override
  public ImageView flip(ImageView image) {
    return image.mirroredColumns();
  }

  @Override
  public String toString() {
    return "RandomHorizontalFlip(p=" + p + ")";
  }
}
