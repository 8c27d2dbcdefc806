package org.convoy.data.transform.geometry;

import org.convoy.data.Image;
import org.convoy.data.transform.RandomSource;

/**
 * torchvision's {@code RandomVerticalFlip}: top becomes bottom.
 *
 * @param p probability, 0…1
 */
public record RandomVerticalFlip(double p) implements ViewTransform.Flip {
  public RandomVerticalFlip {
    RandomSource.checkProbability(p);
  }

  @Override
  public Image flip(Image image) {
    byte[] flipped = new byte[image.pixels().length];
    int rowBytes = image.width() * image.channels();

    for (int row = 0; row < flipped.length; row += rowBytes) {
      System.arraycopy(image.pixels(), row, flipped, flipped.length - rowBytes - row, rowBytes);
    }

    return new Image(image.height(), image.width(), image.channels(), flipped);
  }

  @Override
  public ImageView flip(ImageView image) {
    return image.mirroredRows();
  }

  @Override
  public String toString() {
    return "RandomVerticalFlip(p=" + p + ")";
  }
}
