package org.convoy.data.prepare;

import static java.util.Objects.requireNonNull;

import org.convoy.data.EncodedImage;
import org.convoy.data.Image;

/**
 * An image as a shard holds it.
 *
 * @param file what is stored
 * @param pixels what it decodes to
 */
record PreparedImage(EncodedImage file, Image pixels) {
  PreparedImage {
    requireNonNull(file, "file is null");
    requireNonNull(pixels, "pixels is null");
  }
}
