package org.convoy.data.prepare;

import static java.util.Objects.requireNonNull;

import org.convoy.data.EncodedImage;
import org.convoy.data.ImageShape;
import org.convoy.data.PixelRows;

/**
 * An image as a shard holds it.
 *
 * @param file what is stored
 * @param shape of what it decodes to
 * @param pixels of what it decodes to, added up
 */
record PreparedImage(EncodedImage file, ImageShape shape, ChannelSums pixels) {
  PreparedImage {
    requireNonNull(file, "file is null");
    requireNonNull(shape, "shape is null");
    requireNonNull(pixels, "pixels is null");
  }

  /**
   * Counts pixels.
   *
   * @param pixels of the file, read row by row
   */
  static PreparedImage of(EncodedImage file, PixelRows pixels) {
    return new PreparedImage(
        file,
        new ImageShape(pixels.height(), pixels.width(), pixels.channels()),
        ChannelSums.of(pixels));
  }
}
