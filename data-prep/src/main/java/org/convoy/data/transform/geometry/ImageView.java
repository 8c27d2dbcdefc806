package org.convoy.data.transform.geometry;

/**
 * What a result shows of an image.
 *
 * @param rows of the image
 * @param columns of the image
 */
record ImageView(LineView rows, LineView columns) {
  static ImageView resized(Box box, ImageSize size) {
    return new ImageView(
        LineView.resized(box.top(), box.height(), size.height()),
        LineView.resized(box.left(), box.width(), size.width()));
  }

  int height() {
    return rows.length();
  }

  int width() {
    return columns.length();
  }

  ImageView crop(int top, int left, ImageSize size) {
    return new ImageView(rows.crop(top, size.height()), columns.crop(left, size.width()));
  }

  ImageView mirroredRows() {
    return new ImageView(rows.mirrored(), columns);
  }

  ImageView mirroredColumns() {
    return new ImageView(rows, columns.mirrored());
  }

  /**
   * What a result shows of the rows or of the columns of an image: some neighbouring ones, resized,
   * cropped, and possibly mirrored.
   *
   * @param from the first one that is resized
   * @param count how many are resized
   * @param resized how many that makes
   * @param start the first one of these that is shown, before mirroring
   * @param length how many are shown
   * @param direction in which they are shown
   */
  record LineView(int from, int count, int resized, int start, int length, Direction direction) {
    static LineView resized(int from, int count, int resized) {
      return new LineView(from, count, resized, 0, resized, Direction.FORWARD);
    }

    LineView crop(int offset, int newLength) {
      int newStart =
          direction == Direction.FORWARD ? start + offset : start + length - offset - newLength;
      return new LineView(from, count, resized, newStart, newLength, direction);
    }

    LineView mirrored() {
      return new LineView(from, count, resized, start, length, direction.reversed());
    }

    /** The resized one that is shown at this place. */
    int shownAt(int index) {
      return direction == Direction.FORWARD ? start + index : start + length - 1 - index;
    }

    /** The places in the order of the image. */
    int downward(int index) {
      return direction == Direction.FORWARD ? index : length - 1 - index;
    }
  }

  /** Whether a line is read from its first pixel on or from its last. */
  enum Direction {
    FORWARD,
    BACKWARD;

    Direction reversed() {
      return this == FORWARD ? BACKWARD : FORWARD;
    }
  }
}
