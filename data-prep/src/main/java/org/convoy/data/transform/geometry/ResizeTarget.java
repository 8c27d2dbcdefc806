package org.convoy.data.transform.geometry;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.convoy.common.argument.Bounds;

/** The size that images are resized to. */
public sealed interface ResizeTarget extends Serializable {
  /** The result's size for an image of this size. */
  ImageSize of(int height, int width);

  /** A size that no result falls below. */
  ImageSize least();

  /**
   * One size for all images, whatever their aspect ratio.
   *
   * @param size of the result
   */
  record Exactly(ImageSize size) implements ResizeTarget {
    public Exactly {
      requireNonNull(size, "size is null");
    }

    @Override
    public ImageSize of(int height, int width) {
      return size;
    }

    @Override
    public ImageSize least() {
      return size;
    }

    @Override
    public String toString() {
      return size.toString();
    }
  }

  /**
   * A length for the shorter side; the longer side follows, rounded down.
   *
   * @param length of the shorter side, at least 1
   * @param maxSize the longer side gets no longer than this, even if the shorter one gets shorter
   *     for it; greater than {@code length}, or 0 for any
   */
  record ShorterSide(int length, int maxSize) implements ResizeTarget {
    public ShorterSide {
      Bounds.COUNT.check("size", length);

      if (maxSize != 0 && maxSize <= length) {
        throw new IllegalArgumentException(
            "maxSize must be greater than size %d, it is %d".formatted(length, maxSize));
      }
    }

    /** However long the longer side gets. */
    public static ShorterSide of(int length) {
      return new ShorterSide(length, 0);
    }

    @Override
    public ImageSize of(int height, int width) {
      int shorter = length;
      int longer = (int) ((double) length * Math.max(height, width) / Math.min(height, width));

      if (maxSize != 0 && longer > maxSize) {
        shorter = Math.max(1, (int) ((double) maxSize * shorter / longer));
        longer = maxSize;
      }

      return width <= height ? new ImageSize(longer, shorter) : new ImageSize(shorter, longer);
    }

    @Override
    public ImageSize least() {
      return ImageSize.square(maxSize == 0 ? length : 1);
    }

    @Override
    public String toString() {
      return maxSize == 0 ? Integer.toString(length) : length + ", max_size=" + maxSize;
    }
  }
}
