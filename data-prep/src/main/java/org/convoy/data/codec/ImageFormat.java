package org.convoy.data.codec;

import static java.util.Objects.requireNonNull;

/** The file formats that Convoy decodes. */
public enum ImageFormat {
  JPEG("JPEG"),
  PNG("PNG"),
  /** Portable bitmap, graymap or pixmap; decoded shards hold their images as binary ones. */
  PNM("PNM"),
  BMP("BMP"),
  /** The first frame. */
  GIF("GIF"),
  /** The first page. */
  TIFF("TIFF"),
  /** The first frame. */
  WEBP("WebP");

  private final String label;

  ImageFormat(String label) {
    this.label = label;
  }

  /** As it is written. */
  @Override
  public String toString() {
    return label;
  }

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
}
