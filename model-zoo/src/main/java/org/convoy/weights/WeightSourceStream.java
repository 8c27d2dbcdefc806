package org.convoy.weights;

import static java.util.Objects.checkFromIndexSize;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;

/** Reads a source from one place to its end, in pieces. */
final class WeightSourceStream extends InputStream {
  private static final int LONGEST_PIECE = 1 << 20;

  private final WeightSource source;
  private long position;

  WeightSourceStream(WeightSource source, long position) {
    this.source = requireNonNull(source, "source is null");
    this.position = position;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }

    long left = source.length() - position;
    if (left <= 0) {
      return -1;
    }

    byte[] piece = new byte[(int) Math.min(Math.min(left, length), LONGEST_PIECE)];
    source.read(position, piece);
    System.arraycopy(piece, 0, into, offset, piece.length);
    position += piece.length;
    return piece.length;
  }
}
