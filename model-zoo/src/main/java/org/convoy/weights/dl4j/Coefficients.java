package org.convoy.weights.dl4j;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.convoy.weights.WeightFormatException;

/**
 * A vector of floats as ND4J writes arrays: twice the name of an allocation mode, a length, the
 * name of a type and so many big-endian values; first the array's shape, then its elements.
 */
final class Coefficients {
  private static final String ALLOCATION = "MIXED_DATA_TYPES";
  private static final String SHAPE_TYPE = "LONG";
  private static final String TYPE = "FLOAT";
  private static final int CHUNK = 1 << 14;

  /** Beside sizes and strides: rank, type and flags, the step between elements, the order. */
  private static final int OTHER_SHAPE_NUMBERS = 4;

  private final String source;
  private final DataInputStream input;

  private Coefficients(String source, InputStream input) {
    this.source = source;
    this.input = new DataInputStream(input);
  }

  /**
   * Writes a vector; the stream is left open.
   *
   * @param shape ND4J's description of the vector
   */
  static void write(OutputStream stream, long[] shape, FloatBuffer values) throws IOException {
    DataOutputStream output = new DataOutputStream(stream);
    output.writeUTF(ALLOCATION);
    output.writeLong(shape.length);
    output.writeUTF(SHAPE_TYPE);
    for (long number : shape) {
      output.writeLong(number);
    }

    output.writeUTF(ALLOCATION);
    output.writeLong(values.remaining());
    output.writeUTF(TYPE);
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES);
    FloatBuffer rest = values.duplicate();
    while (rest.hasRemaining()) {
      FloatBuffer part = rest.slice(rest.position(), Math.min(CHUNK, rest.remaining()));
      chunk.asFloatBuffer().put(part.duplicate());
      output.write(chunk.array(), 0, part.remaining() * Float.BYTES);
      rest.position(rest.position() + part.remaining());
    }

    output.flush();
  }

  /**
   * Reads a vector of known length to the end of the stream.
   *
   * @param source the name of the file, for messages
   * @throws WeightFormatException when the stream holds something else
   */
  static void read(String source, InputStream stream, FloatBuffer values) throws IOException {
    try {
      new Coefficients(source, stream).read(values);
    } catch (EOFException e) {
      throw new WeightFormatException(source, "coefficients.bin ends too early", e);
    }
  }

  private void read(FloatBuffer values) throws IOException {
    readShape(values.remaining());
    long length = header(TYPE);
    if (length != values.remaining()) {
      throw problem("%d values, the network has %d".formatted(length, values.remaining()));
    }

    byte[] chunk = new byte[CHUNK * Float.BYTES];
    while (values.hasRemaining()) {
      int count = Math.min(CHUNK, values.remaining());
      input.readFully(chunk, 0, count * Float.BYTES);
      values.put(ByteBuffer.wrap(chunk, 0, count * Float.BYTES).asFloatBuffer());
    }

    if (input.read() >= 0) {
      throw problem("bytes follow the %d values".formatted(length));
    }
  }

  /** A vector, or the one row that older versions made of it. */
  private void readShape(int expected) throws IOException {
    long length = header(SHAPE_TYPE);
    long rank = input.readLong();
    if ((rank != 1 && rank != 2) || length != 2 * rank + OTHER_SHAPE_NUMBERS) {
      throw problem("an array of rank %d and %d numbers of shape".formatted(rank, length));
    }

    long rows = rank == 1 ? 1 : input.readLong();
    long columns = input.readLong();
    if (rows != 1 || columns != expected) {
      throw problem(
          "%d x %d values, expected one row of the network's %d"
              .formatted(rows, columns, expected));
    }

    input.skipNBytes(Long.BYTES * (length - 1 - rank));
  }

  private long header(String type) throws IOException {
    String allocation = input.readUTF();
    long length = input.readLong();
    String found = input.readUTF();
    if (!found.equals(type)) {
      throw problem(
          "values of type %s (allocation %s), expected %s".formatted(found, allocation, type));
    }

    return length;
  }

  private WeightFormatException problem(String problem) {
    return new WeightFormatException(source, "coefficients.bin: " + problem);
  }
}
