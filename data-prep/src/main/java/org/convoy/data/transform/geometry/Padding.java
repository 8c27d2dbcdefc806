package org.convoy.data.transform.geometry;

import java.io.Serializable;

/**
 * Pixels to add at each side of an image; negative ones are removed.
 *
 * @param left columns before the first
 * @param top rows above the first
 * @param right columns after the last
 * @param bottom rows below the last
 */
public record Padding(int left, int top, int right, int bottom) implements Serializable {
  public static final Padding NONE = of(0);

  /** As many on each side. */
  public static Padding of(int pixels) {
    return of(pixels, pixels);
  }

  /** As many left as right, and as many above as below. */
  public static Padding of(int leftAndRight, int topAndBottom) {
    return new Padding(leftAndRight, topAndBottom, leftAndRight, topAndBottom);
  }

  @Override
  public String toString() {
    if (left != right || top != bottom) {
      return "[%d, %d, %d, %d]".formatted(left, top, right, bottom);
    }

    return left == top ? Integer.toString(left) : "[%d, %d]".formatted(left, top);
  }
}
