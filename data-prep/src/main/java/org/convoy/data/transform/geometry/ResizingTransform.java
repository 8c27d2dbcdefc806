package org.convoy.data.transform.geometry;

import java.util.List;
import java.util.Optional;
import org.convoy.data.Image;
import org.convoy.data.PixelRows;
import org.convoy.data.transform.ImageTransform;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.ScalableTransform;
import org.convoy.data.transform.ScalableTransform.TensorWriter;
import org.convoy.data.transform.ToTensorNormalize;

/** A transform that resizes a part of an image. */
interface ResizingTransform extends ScalableTransform {
  Interpolation interpolation();

  /** The part and its size in the result; draws what {@link #apply} draws. */
  ImageView view(int height, int width, RandomSource random);

  @Override
  default Image apply(Image image, RandomSource random) {
    return applyTo(image, random);
  }

  @Override
  Image applyTo(PixelRows image, RandomSource random);

  @Override
  default boolean takesRows() {
    return true;
  }

  /** A size that no result falls below, whatever the size of the image. */
  ImageSize leastSize();

  @Override
  default Optional<TensorWriter> fuse(List<ImageTransform> later, ToTensorNormalize toTensor) {
    return ResizedTensor.fuse(this, later, toTensor);
  }
}
