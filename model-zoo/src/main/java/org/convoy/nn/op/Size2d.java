package org.convoy.nn.op;

/** A height and a width, in pixels. */
public record Size2d(int height, int width) {
  public static Size2d of(int[] heightAndWidth) {
    return new Size2d(heightAndWidth[0], heightAndWidth[1]);
  }

  /** The number of positions: height times width. */
  public int area() {
    return height * width;
  }
}
