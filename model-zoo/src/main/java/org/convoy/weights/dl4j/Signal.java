package org.convoy.weights.dl4j;

import org.convoy.nn.op.Size2d;

/**
 * What a layer gives for one example: [channels, height, width], or features if there is no size.
 *
 * @param features or channels
 * @param size height and width of images; null of features
 * @param zeros rows and columns of zeros around it, which a convolution has to add by its own
 *     padding
 */
record Signal(int features, Size2d size, Size2d zeros) {
  private static final Size2d NONE = new Size2d(0, 0);
  private static final long MOST = 1 << 30;

  /** Refuses what no array holds. */
  Signal {
    long area = size == null ? 1 : Math.multiplyExact((long) size.height(), size.width());
    if (area > MOST || area * features > MOST) {
      throw new IllegalArgumentException(
          "a layer gives more than %d values for one image".formatted(MOST));
    }
  }

  static Signal images(int channels, int height, int width) {
    return new Signal(channels, new Size2d(height, width), NONE);
  }

  static Signal features(int features) {
    return new Signal(features, null, NONE);
  }

  boolean isImages() {
    return size != null;
  }

  boolean isPadded() {
    return !zeros.equals(NONE);
  }

  /** All values in one row. */
  Signal flattened() {
    return features(isImages() ? features * size.area() : features);
  }

  @Override
  public String toString() {
    return isImages()
        ? "[%d, %d, %d]".formatted(features, size.height(), size.width())
        : "[%d]".formatted(features);
  }
}
