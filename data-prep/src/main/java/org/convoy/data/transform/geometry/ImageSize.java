package org.convoy.data.transform.geometry;

import java.io.Serializable;

/**
 * Height and width of an output, each at least 1.
 *
 * @param height rows
 * @param width pixels in a row
 */
public record ImageSize(int height, int width) implements Serializable {
  public ImageSize {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "size must be at least 1 in both directions, it is (%d, %d)".formatted(height, width));
    }
  }

  /** As high as wide. */
  public static ImageSize square(int side) {
    return new ImageSize(side, side);
  }

  /** Whether this is at least as high and as wide. */
  boolean covers(ImageSize other) {
    return height >= other.height && width >= other.width;
  }

  /** {@code (height, width)}. */
  @Override
  public String toString() {
    return "(%d, %d)".formatted(height, width);
  }
}
