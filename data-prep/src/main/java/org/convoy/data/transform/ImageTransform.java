package org.convoy.data.transform;

import org.convoy.data.Image;
import org.convoy.data.PixelRows;

/** A transform of one decoded image. */
public non-sealed interface ImageTransform extends Transform {
  /**
   * The transformed image; the given one itself if nothing changes.
   *
   * @throws IllegalArgumentException if the image is too small or has other channels than expected
   */
  Image apply(Image image, RandomSource random);

  /**
   * As above, of an image that is perhaps still to be decoded.
   *
   * @param image read during the call only
   */
  default Image applyTo(PixelRows image, RandomSource random) {
    return apply(image.toImage(), random);
  }

  /** Whether {@link #applyTo} takes rows one after the other, and never holds the whole image. */
  default boolean takesRows() {
    return false;
  }

  /**
   * What is known about the results if this much is known about the images.
   *
   * @throws IllegalArgumentException if images like these cannot be transformed
   */
  PartialShape outputShape(PartialShape input);
}
