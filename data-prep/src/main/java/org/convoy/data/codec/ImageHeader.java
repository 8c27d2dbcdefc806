package org.convoy.data.codec;

import static java.util.Objects.requireNonNull;

/**
 * What a file says about its image.
 *
 * @param format kind of file
 * @param height rows after the EXIF orientation was applied, at least 1
 * @param width pixels in a row after the EXIF orientation was applied, at least 1
 */
public record ImageHeader(ImageFormat format, int height, int width) {
  public ImageHeader {
    requireNonNull(format, "format is null");

    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "height and width must be at least 1, not %d and %d".formatted(height, width));
    }
  }

  ImageHeader turnedBy(Orientation orientation) {
    return orientation.swapsSides()
        ? new ImageHeader(format, /* height= */ width, /* width= */ height)
        : this;
  }
}
