package org.convoy.weights.dl4j;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.convoy.weights.WeightFormatException;

/**
 * Compressed bytes on their way to a decompressor, counted, to notice when it makes far more of
 * them than numbers and texts can be compressed to.
 */
final class BoundedInflation extends FilterInputStream {
  /** DEFLATE reaches 1,032. */
  static final long MOST = 200;

  /** Below this nothing is suspicious. */
  static final long HARMLESS = 1 << 20;

  private long compressed;

  BoundedInflation(InputStream compressed) {
    super(compressed);
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    compressed += value < 0 ? 0 : 1;
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    compressed += Math.max(0, count);
    return count;
  }

  /** What the decompressor gives, refused once it is too much. */
  InputStream guard(String source, String entry, InputStream inflated) {
    long before = compressed;
    return new FilterInputStream(inflated) {
      private long size;

      @Override
      public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        count(Math.max(0, count));
        return count;
      }

      private void count(int bytes) {
        size += bytes;
        if (size > HARMLESS && size / MOST > compressed - before) {
          throw new WeightFormatException(
              source,
              "entry %s: %d compressed bytes became %d and more, which no weights do"
                  .formatted(entry, compressed - before, size));
        }
      }

      /** The archive goes on. */
      @Override
      public void close() {}
    };
  }
}
