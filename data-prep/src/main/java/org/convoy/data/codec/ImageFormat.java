package org.convoy.data.codec;

/** The file formats that Convoy decodes. */
public enum ImageFormat {
  JPEG,
  PNG,
  /** Binary portable graymap or pixmap, the form in which decoded shards hold their images. */
  PNM
}
