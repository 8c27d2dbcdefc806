package org.convoy.data.codec;

import org.convoy.data.Image;
import org.convoy.data.PixelRows;

/** Rows that are decoded when they are asked for, and gone when the next one is. */
final class StreamedRows implements PixelRows {
  private final RowDecoder decoder;
  private final ColorMode mode;
  private final byte[] stored;
  private final byte[] row;
  private int decoded;

  /**
   * @param mode that the rows are converted to
   */
  StreamedRows(RowDecoder decoder, ColorMode mode) {
    this.decoder = decoder;
    this.mode = mode;
    this.stored = new byte[Math.multiplyExact(decoder.width(), decoder.channels())];
    this.row =
        decoder.channels() == mode.channels()
            ? stored
            : new byte[Math.multiplyExact(decoder.width(), mode.channels())];
  }

  @Override
  public int height() {
    return decoder.height();
  }

  @Override
  public int width() {
    return decoder.width();
  }

  @Override
  public int channels() {
    return mode.channels();
  }

  @Override
  public void pack(int y, int column, int count, long[] packed) {
    advance(y);
    PixelRows.pack(row, column * channels(), channels(), count, packed);
  }

  @Override
  public void read(int y, int column, int count, byte[] pixels, int target) {
    advance(y);
    System.arraycopy(row, column * channels(), pixels, target, count * channels());
  }

  @Override
  public Image toImage() {
    int rowBytes = row.length;
    byte[] pixels = new byte[Math.multiplyExact(height(), rowBytes)];

    for (int y = 0; y < height(); y++) {
      read(y, 0, width(), pixels, y * rowBytes);
    }

    return new Image(height(), width(), channels(), pixels);
  }

  /** Decodes the rows that nobody asked for, so that damage in them is found as well. */
  void finish() {
    while (decoded < height()) {
      decoder.next(stored);
      decoded++;
    }

    decoder.end();
  }

  private void advance(int y) {
    if (y < decoded - 1) {
      throw new IllegalStateException(
          "row %d was asked for after row %d: rows come once, from top to bottom"
              .formatted(y, decoded - 1));
    }

    boolean moved = decoded <= y;

    while (decoded <= y) {
      decoder.next(stored);
      decoded++;
    }

    if (moved && row != stored) {
      ColorConversion.convert(stored, width(), decoder.channels(), row);
    }
  }
}
