package org.convoy.data.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * Reads a file through a large buffer and skips what is not needed: by reading on where that is
 * cheaper than going to another position, and else by going there, where little is read at first.
 */
final class SkippingInputStream extends InputStream {
  private static final int BUFFER_BYTES = 256 * 1024;
  private static final int AFTER_SEEK_BYTES = 8 * 1024;

  private final FSDataInputStream file;
  private final int shortSkip;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int end;
  private int wanted = BUFFER_BYTES;

  /**
   * @param shortSkip up to how many bytes are skipped by reading on
   */
  SkippingInputStream(FSDataInputStream file, int shortSkip) {
    this.file = file;
    this.shortSkip = shortSkip;
  }

  @Override
  public int read() throws IOException {
    return at < end || fill() ? buffer[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);

    if (length == 0) {
      return 0;
    }

    if (at == end && length >= BUFFER_BYTES) {
      return file.read(bytes, offset, length);
    }

    if (at == end && !fill()) {
      return -1;
    }

    int count = Math.min(length, end - at);
    System.arraycopy(buffer, at, bytes, offset, count);
    at += count;
    return count;
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, file.read(buffer, 0, wanted));
    wanted = BUFFER_BYTES;
    return end > 0;
  }

  /** Skips bytes, possibly beyond the end of the file. */
  void skipFully(long count) throws IOException {
    long left = count;

    if (left - (end - at) > shortSkip) {
      file.seek(file.getPos() + left - (end - at));
      at = end;
      wanted = AFTER_SEEK_BYTES;
      return;
    }

    while (left > 0) {
      if (at == end && !fill()) {
        return;
      }

      int skipped = (int) Math.min(left, end - at);
      at += skipped;
      left -= skipped;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
