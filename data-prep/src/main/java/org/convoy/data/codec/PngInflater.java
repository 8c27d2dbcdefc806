package org.convoy.data.codec;

import java.util.Iterator;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The decompressed rows of a PNG file, in order. What follows them touches no pixel. */
final class PngInflater implements AutoCloseable {
  private final byte[] file;
  private final Iterator<PngFile.Range> ranges;
  private final Inflater inflater = new Inflater();

  PngInflater(byte[] file, PngFile png) {
    this.file = file;
    this.ranges = png.data().iterator();
  }

  /** Fills the first bytes of the buffer. */
  void fill(byte[] buffer, int length) {
    int filled = 0;

    while (filled < length) {
      int count = inflate(buffer, filled, length - filled);

      if (count < 0) {
        throw new BadImageException("truncated PNG: its pixel data is too short");
      }

      filled += count;
    }
  }

  /** Checks that the compressed data ends here, with the right checksum, unless more follows. */
  void checkEnd() {
    byte[] surplus = new byte[1];
    int count = 0;

    while (count == 0) {
      count = inflate(surplus, 0, surplus.length);
    }
  }

  /** Number of bytes delivered, perhaps 0, or -1 when the data has come to its end. */
  private int inflate(byte[] buffer, int offset, int length) {
    try {
      int count = inflater.inflate(buffer, offset, length);

      if (count > 0) {
        return count;
      }
    } catch (DataFormatException e) {
      throw new BadImageException("corrupt PNG: its pixel data is damaged", e);
    }

    if (inflater.finished()) {
      return -1;
    }

    feed();
    return 0;
  }

  private void feed() {
    if (inflater.needsDictionary()) {
      throw new BadImageException("corrupt PNG: its pixel data needs a dictionary");
    }

    if (!ranges.hasNext()) {
      throw new BadImageException("truncated PNG: its compressed data has no end");
    }

    PngFile.Range range = ranges.next();
    inflater.setInput(file, range.start(), range.length());
  }

  @Override
  public void close() {
    inflater.end();
  }
}
