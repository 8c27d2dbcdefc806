package org.convoy.data.transform;

import java.nio.FloatBuffer;
import org.convoy.data.ImageShape;

/** A transform of one normalized image within a batch. */
public non-sealed interface TensorTransform extends Transform {
  /**
   * Transforms an image in place.
   *
   * @param tensor the values of this image only, from 0 to its capacity, planes by channel (CHW)
   * @param shape of the image
   */
  void apply(FloatBuffer tensor, ImageShape shape, RandomSource random);

  /**
   * Checks that images with this many channels can be transformed.
   *
   * @throws IllegalArgumentException if not
   */
  void checkChannels(int channels);
}
