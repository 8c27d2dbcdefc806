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
}
