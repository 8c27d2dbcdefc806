package org.convoy.data.codec;

import org.convoy.data.Image;
import org.convoy.data.PixelRows;
import org.convoy.data.codec.ImageFormat.ImageHeader;

/**
 * An image file that was opened by {@link ImageDecoder#open}: what its header says is known, its
 * pixels are still to be decoded. Close it to free what decoders hold outside the heap.
 */
public abstract class OpenedImage implements AutoCloseable {
  OpenedImage() {}

  /** Format and size, upright. */
  public abstract ImageHeader header();

  /**
   * The pixels, upright and of the decoder's mode; as far as the format allows they are decoded as
   * they are read, and no copy of them is held in Java. Asked for once, valid until this is closed.
   *
   * @param denominator 1, 2, 4 or 8: by how much a JPEG becomes smaller while it is decoded, see
   *     {@link ImageDecoder#decode(byte[], int)}; other formats come in full size
   * @throws BadImageException if the file is damaged; also from the rows
   */
  public abstract PixelRows rows(int denominator);

  /**
   * Checks what was not read of the rows.
   *
   * @throws BadImageException if the file is damaged there
   */
  public abstract void finish();

  @Override
  public abstract void close();

  /**
   * The decoder of one file, which gives its image row by row from top to bottom, as it is stored:
   * not turned upright. Holds no more of the image than the format makes it.
   */
  abstract static class RowDecoder implements AutoCloseable {
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

    /** What the file says of its image, upright. */
    final ImageHeader header() {
      return stored.turnedBy(orientation);
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

    /** Rows that are decoded when they are asked for, and gone when the next one is. */
    static final class StreamedRows implements PixelRows {
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
          ColorMode.convert(stored, width(), decoder.channels(), row);
        }
      }
    }

    /** The image that this decodes. */
    final OpenedImage opened(ColorMode mode) {
      StreamedRows rows = new StreamedRows(this, mode);
      return new OpenedImage() {
        @Override
        public ImageHeader header() {
          return RowDecoder.this.header();
        }

        @Override
        public PixelRows rows(int denominator) {
          return orientation == Orientation.NONE ? rows : orientation.apply(rows.toImage());
        }

        @Override
        public void finish() {
          rows.finish();
        }

        @Override
        public void close() {
          RowDecoder.this.close();
        }
      };
    }
  }
}
