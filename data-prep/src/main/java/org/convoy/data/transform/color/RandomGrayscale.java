package org.convoy.data.transform.color;

import org.convoy.data.Image;
import org.convoy.data.codec.ColorMode;
import org.convoy.data.transform.ImageTransform;
import org.convoy.data.transform.PartialShape;
import org.convoy.data.transform.RandomSource;

/**
 * torchvision's {@code RandomGrayscale}: gray, in as many equal channels as the image has.
 *
 * @param p probability, 0…1
 */
public record RandomGrayscale(double p) implements ImageTransform {
  public RandomGrayscale {
    RandomSource.checkProbability(p);
  }

  @Override
  public Image apply(Image image, RandomSource random) {
    return random.bernoulli(p) ? new Grayscale(image.channels()).apply(image, random) : image;
  }

  @Override
  public PartialShape outputShape(PartialShape input) {
    input.channels().ifPresent(ColorMode::checkChannels);
    return input;
  }

  @Override
  public String toString() {
    return "RandomGrayscale(p=" + p + ")";
  }
}
