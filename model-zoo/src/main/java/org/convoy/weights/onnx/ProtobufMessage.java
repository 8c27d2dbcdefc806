package org.convoy.weights.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A message in <a href="https://protobuf.dev/programming-guides/encoding/">protobuf's wire
 * format</a>, as a list of pieces of which large ones are not copied. Its fields are written in the
 * order in which they are added.
 */
final class ProtobufMessage {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;
  private static final int CHUNK = 1 << 16;

  private final List<ByteBuffer> pieces = new ArrayList<>();
  private long size;

  /** Bytes of the message. */
  long size() {
    return size;
  }

  /** An integer or an enum's number. */
  ProtobufMessage add(int field, long value) {
    ByteArrayOutputStream bytes = tag(field, VARINT);
    writeVarint(bytes, value);
    return append(ByteBuffer.wrap(bytes.toByteArray()));
  }

  ProtobufMessage add(int field, float value) {
    ByteArrayOutputStream bytes = tag(field, FIXED32);
    int bits = Float.floatToIntBits(value);
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      bytes.write(bits >>> shift);
    }

    return append(ByteBuffer.wrap(bytes.toByteArray()));
  }

  ProtobufMessage add(int field, String value) {
    return add(field, ByteBuffer.wrap(value.getBytes(UTF_8)));
  }

  /** Bytes from position to limit, not copied. */
  ProtobufMessage add(int field, ByteBuffer value) {
    appendLength(field, value.remaining());
    return append(value);
  }

  ProtobufMessage add(int field, ProtobufMessage value) {
    appendLength(field, value.size);
    value.pieces.forEach(this::append);
    return this;
  }

  private void appendLength(int field, long length) {
    ByteArrayOutputStream bytes = tag(field, LENGTH_DELIMITED);
    writeVarint(bytes, length);
    append(ByteBuffer.wrap(bytes.toByteArray()));
  }

  private ProtobufMessage append(ByteBuffer piece) {
    pieces.add(piece);
    size += piece.remaining();
    return this;
  }

  private static ByteArrayOutputStream tag(int field, int type) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    writeVarint(bytes, ((long) field << 3) | type);
    return bytes;
  }

  /** Seven bits a byte, the lowest first; the highest bit of a byte says that more follow. */
  private static void writeVarint(ByteArrayOutputStream bytes, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }

    bytes.write((int) rest);
  }

  void writeTo(OutputStream output) throws IOException {
    byte[] chunk = new byte[CHUNK];
    for (ByteBuffer piece : pieces) {
      ByteBuffer rest = piece.duplicate();
      while (rest.hasRemaining()) {
        int count = Math.min(chunk.length, rest.remaining());
        rest.get(chunk, 0, count);
        output.write(chunk, 0, count);
      }
    }
  }
}
