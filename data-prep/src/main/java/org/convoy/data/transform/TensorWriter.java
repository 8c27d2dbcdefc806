package org.convoy.data.transform;

import java.nio.FloatBuffer;
import org.convoy.data.ImageShape;
import org.convoy.data.PixelRows;

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
