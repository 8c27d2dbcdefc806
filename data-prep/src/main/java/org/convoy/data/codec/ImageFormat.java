package org.convoy.data.codec;

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
}
