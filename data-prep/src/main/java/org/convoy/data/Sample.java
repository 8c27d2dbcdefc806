package org.convoy.data;

import static java.util.Objects.requireNonNull;

/**
 * One labelled image of a data set.
 *
 * @param id stable within the data set, 0…size-1
 * @param label index into the data set's classes
 * @param image the image as the data set keeps it
 */
public record Sample(int id, int label, StoredImage image) {
  public Sample {
    requireNonNull(image, "image is null");

    if (id < 0 || label < 0) {
      throw new IllegalArgumentException(
          "id and label must not be negative, they are %d and %d".formatted(id, label));
    }
  }
}
