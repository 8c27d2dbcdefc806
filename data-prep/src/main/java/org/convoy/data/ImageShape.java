package org.convoy.data;

import java.io.Serializable;

/**
 * Height, width and channels of an image, each at least 1.
 *
 * @param height rows
 * @param width pixels in a row
 * @param channels values of a pixel
 */
public record ImageShape(int height, int width, int channels) implements Serializable {
  public ImageShape {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "height, width and channels must be at least 1, not %d, %d, %d"
              .formatted(height, width, channels));
    }

    if (Math.multiplyHigh((long) height * width, channels) != 0
        || (long) height * width > Integer.MAX_VALUE / channels) {
      throw new IllegalArgumentException(
          "an image of %d x %d x %d values does not fit into one array"
              .formatted(height, width, channels));
    }
  }

  /** Values of one image: height × width × channels. */
  public int elements() {
    return height * width * channels;
  }

  /** {@code height x width x channels}. */
  @Override
  public String toString() {
    return height + " x " + width + " x " + channels;
  }
}
