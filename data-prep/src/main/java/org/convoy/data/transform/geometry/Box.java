package org.convoy.data.transform.geometry;

import org.convoy.data.PixelRows;

/**
 * A part of an image.
 *
 * @param top first row
 * @param left first column
 * @param height rows, at least 1
 * @param width columns, at least 1
 */
public record Box(int top, int left, int height, int width) {
  public Box {
    if (top < 0 || left < 0 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "a box needs top and left of at least 0, height and width of at least 1, not"
              + " %d, %d, %d, %d".formatted(top, left, height, width));
    }
  }

  static Box whole(PixelRows image) {
    return new Box(0, 0, image.height(), image.width());
  }

  /** The largest of 1, 2, 4, 8 by which this can be divided and still cover the size. */
  int denominator(ImageSize size) {
    int denominator = 8;

    while (denominator > 1
        && (height / denominator < size.height() || width / denominator < size.width())) {
      denominator /= 2;
    }

    return denominator;
  }
}
