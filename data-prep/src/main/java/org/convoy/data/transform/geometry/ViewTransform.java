package org.convoy.data.transform.geometry;

import java.util.Optional;
import org.convoy.data.transform.ImageTransform;
import org.convoy.data.transform.RandomSource;

/** A transform that takes pixels away or moves them, and makes no new ones. */
interface ViewTransform extends ImageTransform {
  /**
   * A size that no result falls below; empty if the transform needs more than a view of the image:
   * it pads, or refuses images as small as that.
   *
   * @param least a size that no image falls below
   */
  Optional<ImageSize> leastSize(ImageSize least);

  /** What the result shows of what the image shows; draws what {@link #apply} draws. */
  ImageView view(ImageView image, RandomSource random);
}
