package org.convoy.data.transform.geometry;

import java.io.Serializable;

/**
 * A place in an image, in pixels from its upper left corner.
 *
 * @param x to the right
 * @param y down
 */
public record Point(double x, double y) implements Serializable {
  public Point {
    if (!Double.isFinite(x + y)) {
      throw new IllegalArgumentException("a point needs two numbers, not %s, %s".formatted(x, y));
    }
  }

  /** {@code (x, y)}. */
  @Override
  public String toString() {
    return "(%s, %s)".formatted(x, y);
  }
}
