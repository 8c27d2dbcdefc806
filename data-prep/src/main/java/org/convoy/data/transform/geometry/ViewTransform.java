package org.convoy.data.transform.geometry;

import java.util.Optional;
import org.convoy.data.Image;
import org.convoy.data.transform.ImageTransform;
import org.convoy.data.transform.PartialShape;
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

  /** A mirror image, with a probability. */
  interface Flip extends ViewTransform {
    /** The probability, 0…1. */
    double p();

    Image flip(Image image);

    ImageView flip(ImageView image);

    @Override
    default Image apply(Image image, RandomSource random) {
      return random.bernoulli(p()) ? flip(image) : image;
    }

    @Override
    default Optional<ImageSize> leastSize(ImageSize least) {
      return Optional.of(least);
    }

    @Override
    default ImageView view(ImageView image, RandomSource random) {
      return random.bernoulli(p()) ? flip(image) : image;
    }

    @Override
    default PartialShape outputShape(PartialShape input) {
      return input;
    }
  }
}
