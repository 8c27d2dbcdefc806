package org.convoy.data.transform;

import java.util.List;
import java.util.Optional;

/** A transform that shrinks what it is given, so that a JPEG may be decoded at a smaller size. */
public interface ScalableTransform extends ImageTransform {
  /**
   * By how much an image may be shrunk before this transform is applied to it.
   *
   * @param height of the image at full size
   * @param width of the image at full size
   * @param random as {@link #apply} will be given it; it is left as it is
   * @return the largest of 1, 2, 4 and 8 such that the part of the image that will be used is,
   *     after division, still at least as large as the output in both directions
   */
  int decodeDenominator(int height, int width, RandomSource random);

  /**
   * This transform, those after it, ToTensor and Normalize in one, if that is possible for images
   * of any size. The result is the same up to the rounding to whole levels, which it leaves out.
   *
   * @param later image transforms, all that follow this one
   */
  Optional<TensorWriter> fuse(List<ImageTransform> later, ToTensorNormalize toTensor);
}
