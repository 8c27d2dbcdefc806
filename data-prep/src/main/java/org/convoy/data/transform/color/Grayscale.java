package org.convoy.data.transform.color;

import org.convoy.data.Image;
import org.convoy.data.codec.ColorMode;
import org.convoy.data.transform.ImageTransform;
import org.convoy.data.transform.PartialShape;
import org.convoy.data.transform.RandomSource;

/**
 * torchvision's {@code Grayscale}.
 *
 * @param numOutputChannels 1, or 3 for three equal channels
 */
public record Grayscale(int numOutputChannels) implements ImageTransform {
  public Grayscale {
    if (numOutputChannels != 1 && numOutputChannels != ColorMode.RGB.channels()) {
      throw new IllegalArgumentException(
          "numOutputChannels must be 1 or 3, it is " + numOutputChannels);
    }
  }

  @Override
  public Image apply(Image image, RandomSource random) {
    Image gray = ColorMode.GRAY.convert(image);
    return numOutputChannels == 1 ? gray : ColorMode.RGB.convert(gray);
  }

  @Override
  public PartialShape outputShape(PartialShape input) {
    input.channels().ifPresent(ColorMode::checkChannels);
    return input.withChannels(numOutputChannels);
  }

  @Override
  public String toString() {
    return "Grayscale(num_output_channels=" + numOutputChannels + ")";
  }
}
