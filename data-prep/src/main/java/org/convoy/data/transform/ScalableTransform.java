package org.convoy.data.transform;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import org.convoy.data.ImageShape;
import org.convoy.data.PixelRows;

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

  /** Several transforms of an image, ToTensor and Normalize, done in one go. */
  public interface TensorWriter {
    /**
     * Writes one image of a batch; draws what the transforms draw, in their order.
     *
     * @param image with as many channels as there are means
     * @param batch NCHW, images of the resulting shape; neither its position nor its limit changes
     * @param index of the image in the batch, counted from 0
     * @return the shape of the result
     * @throws IllegalArgumentException if the image has other channels
     * @throws IndexOutOfBoundsException when the batch has no room for an image at this index
     */
    ImageShape write(PixelRows image, RandomSource random, FloatBuffer batch, int index);
  }
}
