package org.convoy.data.transform.color;

import org.convoy.data.Image;
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
    if (numOutputChannels != 1 && numOutputChannels != Rgb.CHANNELS) {
      throw new IllegalArgumentException(
          "numOutputChannels must be 1 or 3, it is " + numOutputChannels);
    }
  }

  @Override
  public Image apply(Image image, RandomSource random) {
    byte[] levels = Luma.of(image);

    return new Image(
        image.height(),
        image.width(),
        numOutputChannels,
        numOutputChannels == 1 ? levels : repeat(levels));
  }

  private static byte[] repeat(byte[] levels) {
    byte[] pixels = new byte[levels.length * Rgb.CHANNELS];

    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = levels[i / Rgb.CHANNELS];
    }

    return pixels;
  }

  @Override
  public PartialShape outputShape(PartialShape input) {
    input.channels().ifPresent(Rgb::checkChannels);
    return input.withChannels(numOutputChannels);
  }

  @Override
  public String toString() {
    return "Grayscale(num_output_channels=" + numOutputChannels + ")";
  }
}
