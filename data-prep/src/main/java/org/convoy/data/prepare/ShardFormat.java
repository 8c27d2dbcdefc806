package org.convoy.data.prepare;

import java.util.Locale;

/** How the images in shards are stored. */
public enum ShardFormat {
  /**
   * The bytes of the source's files as they are. A resized image stays a JPEG if it was one and
   * becomes a PNG otherwise; so does an image that has no file (IDX, CIFAR binary).
   */
  KEEP,
  JPEG,
  PNG,
  /** Decoded: binary PNM, pixels behind a short header, which any image tool still reads. */
  PNM;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
