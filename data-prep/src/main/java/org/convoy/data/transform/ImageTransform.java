package org.convoy.data.transform;

import org.convoy.data.Image;

/** A transform of one decoded image. */
public non-sealed interface ImageTransform extends Transform {
  /**
   * The transformed image; the given one itself if nothing changes.
   *
   * @throws IllegalArgumentException if the image is too small or has other channels than expected
   */
  Image apply(Image image, RandomSource random);

  /**
   * What is known about the results if this much is known about the images.
   *
   * @throws IllegalArgumentException if images like these cannot be transformed
   */
  PartialShape outputShape(PartialShape input);
}
