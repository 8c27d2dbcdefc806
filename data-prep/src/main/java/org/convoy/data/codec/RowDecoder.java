package org.convoy.data.codec;

/**
 * The decoder of one file, which gives its image row by row from top to bottom, as it is stored:
 * not turned upright. Holds no more of the image than the format makes it.
 */
abstract class RowDecoder implements AutoCloseable {
  private final ImageHeader stored;
  private final Orientation orientation;
  private final int channels;

  /**
   * @param stored the size before the image is turned upright
   * @param channels of the rows: 1 (gray) or 3 (red, green, blue)
   */
  RowDecoder(ImageHeader stored, Orientation orientation, int channels) {
    this.stored = stored;
    this.orientation = orientation;
    this.channels = channels;
  }

  final int height() {
    return stored.height();
  }

  final int width() {
    return stored.width();
  }

  final int channels() {
    return channels;
  }

  final Orientation orientation() {
    return orientation;
  }

  /**
   * Decodes the next row.
   *
   * @param row given {@code width * channels} bytes from its first element on
   * @throws BadImageException if the file is damaged there
   */
  abstract void next(byte[] row);

  /** After the last row: checks what belongs to the pixels and follows them. */
  void end() {}

  @Override
  public void close() {}
}
