package org.convoy.data.transform;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import org.convoy.data.ImageShape;

/**
 * Normalized images and their soft targets, as views of the memory that the network reads.
 *
 * @param size images, at least 1
 * @param shape of each image
 * @param classes values of a target, at least 1
 * @param images NCHW, {@code size * shape.elements()} values from 0 on
 * @param targets probabilities, {@code size * classes} values from 0 on, image by image
 */
public record ImageBatch(
    int size, ImageShape shape, int classes, FloatBuffer images, FloatBuffer targets) {
  public ImageBatch {
    requireNonNull(shape, "shape is null");

    if (size < 1 || classes < 1) {
      throw new IllegalArgumentException(
          "size and classes must be at least 1, they are %d and %d".formatted(size, classes));
    }

    checkCapacity("images", images, (long) size * shape.elements());
    checkCapacity("targets", targets, (long) size * classes);
  }

  private static void checkCapacity(String name, FloatBuffer values, long needed) {
    requireNonNull(values, () -> name + " is null");

    if (values.capacity() < needed) {
      throw new IllegalArgumentException(
          "%s needs room for %d values, it has %d".formatted(name, needed, values.capacity()));
    }
  }
}
