package org.convoy.data.transform.geometry;

import java.util.Optional;
import org.convoy.data.Image;
import org.convoy.data.transform.PartialShape;
import org.convoy.data.transform.RandomSource;

/**
 * torchvision's {@code RandomVerticalFlip}: top becomes bottom.
 *
 * @param p probability, 0…1
 */
public record RandomVerticalFlip(double p) implements ViewTransform {
  public RandomVerticalFlip {
    RandomSource.checkProbability(p);
  }

  @Override
  public Image apply(Image image, RandomSource random) {
    return random.bernoulli(p) ? flip(image) : image;
  }

  private static Image flip(Image image) {
    byte[] flipped = new byte[image.pixels().length];
    int rowBytes = image.width() * image.channels();

    for (int row = 0; row < flipped.length; row += rowBytes) {
      System.arraycopy(image.pixels(), row, flipped, flipped.length - rowBytes - row, rowBytes);
    }

    return new Image(image.height(), image.width(), image.channels(), flipped);
  }

  @Override
  public Optional<ImageSize> leastSize(ImageSize least) {
    return Optional.of(least);
  }

  @Override
  public ImageView view(ImageView image, RandomSource random) {
    return random.bernoulli(p) ? image.mirroredRows() : image;
  }

  @Override
  public PartialShape outputShape(PartialShape input) {
    return input;
  }

  @Override
  public String toString() {
    return "RandomVerticalFlip(p=" + p + ")";
  }
}
