package org.convoy.weights;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle. Lengths that it gives are checked against what is left of it. */
final class PickleInput {
  private static final int LONGEST_LINE = 1000;

  private final String source;
  private final InputStream stream;
  private final long begin;
  private final long end;
  private long position;

  /**
   * @param source names the file in messages
   * @param begin place of the stream's next byte in the file or entry
   * @param end place of the last byte + 1
   */
  PickleInput(String source, InputStream stream, long begin, long end) {
    this.source = requireNonNull(source, "source is null");
    this.stream = requireNonNull(stream, "stream is null");
    this.begin = begin;
    this.end = end;
    this.position = begin;
  }

  /** Place of the next byte. */
  long position() {
    return position;
  }

  int unsignedByte() throws IOException {
    return Byte.toUnsignedInt(bytes(1)[0]);
  }

  int unsignedShort() throws IOException {
    return Short.toUnsignedInt(littleEndian(Short.BYTES).getShort());
  }

  int signedInt() throws IOException {
    return littleEndian(Integer.BYTES).getInt();
  }

  long unsignedInt() throws IOException {
    return Integer.toUnsignedLong(signedInt());
  }

  long signedLong() throws IOException {
    return littleEndian(Long.BYTES).getLong();
  }

  double bigEndianDouble() throws IOException {
    return ByteBuffer.wrap(bytes(Double.BYTES)).getDouble();
  }

  /** A number of any length in two's complement, the lowest byte first. */
  BigInteger number(int length) throws IOException {
    byte[] bytes = bytes(length);
    byte[] reversed = new byte[length + (length == 0 ? 1 : 0)];
    for (int i = 0; i < length; i++) {
      reversed[length - 1 - i] = bytes[i];
    }

    return new BigInteger(reversed);
  }

  String text(long length) throws IOException {
    return new String(bytes(length), StandardCharsets.UTF_8);
  }

  /** Up to the end of the line, which is read, too. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = unsignedByte(); next != '\n'; next = unsignedByte()) {
      if (line.length() == LONGEST_LINE) {
        throw problem("a name is longer than " + LONGEST_LINE);
      }

      line.append((char) next);
    }

    return line.toString();
  }

  byte[] bytes(long length) throws IOException {
    if (length < 0 || length > end - position) {
      throw problem(
          "%s bytes are asked for, but only %d are left".formatted(length, end - position));
    }

    if (length > Integer.MAX_VALUE - Long.BYTES) {
      throw problem("a value of 2 GiB and more cannot be read");
    }

    byte[] bytes = stream.readNBytes((int) length);
    if (bytes.length < length) {
      throw problem("the file ends within it");
    }

    position += length;
    return bytes;
  }

  private ByteBuffer littleEndian(int length) throws IOException {
    return ByteBuffer.wrap(bytes(length)).order(ByteOrder.LITTLE_ENDIAN);
  }

  WeightFormatException problem(String problem) {
    return new WeightFormatException(
        source, "pickle, byte %d: %s".formatted(position - begin, problem));
  }
}
