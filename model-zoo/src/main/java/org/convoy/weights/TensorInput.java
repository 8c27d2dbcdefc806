package org.convoy.weights;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file that is read tensor by tensor, in the order of {@link #places}, so that no
 * more of it is held than a caller keeps.
 */
record TensorInput(String source, InputStream stream, long length, HeaderReader header) {
  private static final int CHUNK = 1 << 14;

  /** Reads the header. */
  static TensorInput open(String source, InputStream stream, long length) throws IOException {
    InputStream buffered = new BufferedInputStream(stream);
    return new TensorInput(source, buffered, length, HeaderReader.read(source, buffered, length));
  }

  List<HeaderReader.Place> places() {
    return header.places();
  }

  Map<String, String> metadata() {
    return header.metadata();
  }

  /** The next tensor. */
  Tensor tensor(HeaderReader.Place place) throws IOException {
    if (place.bytes() > HeaderReader.LONGEST_ARRAY) {
      float[] values = new float[place.elements()];
      floats(place, values, 0);
      return Tensor.viewOf(values, 0, values.length, place.dimensions());
    }

    byte[] data = new byte[(int) place.bytes()];
    read(place, data, data.length, 0);
    return place.tensor(data);
  }

  /**
   * The next tensor's values.
   *
   * @param target where they go, from the offset on
   * @throws WeightFormatException if they are not of float32
   */
  void floats(HeaderReader.Place place, float[] target, int offset) throws IOException {
    if (place.dataType() != DataType.F32) {
      throw new WeightFormatException(
          source, "tensor %s has type %s, expected F32".formatted(place.name(), place.dataType()));
    }

    int elements = place.elements();
    byte[] chunk = new byte[Math.min(CHUNK, elements) * Float.BYTES];
    for (int from = 0; from < elements; from += CHUNK) {
      int count = Math.min(CHUNK, elements - from);
      read(place, chunk, count * Float.BYTES, (long) from * Float.BYTES);
      ByteBuffer.wrap(chunk)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(target, offset + from, count);
    }
  }

  private void read(HeaderReader.Place place, byte[] bytes, int length, long before)
      throws IOException {
    int count = stream.readNBytes(bytes, 0, length);
    if (count < length) {
      throw new WeightFormatException(
          source,
          "tensor %s: the file ends after %d of its %d bytes"
              .formatted(place.name(), before + count, place.bytes()));
    }
  }

  /** Makes sure that nothing follows the last tensor. */
  void end() throws IOException {
    if (stream.read() >= 0) {
      throw new WeightFormatException(source, "more bytes follow the expected " + length);
    }
  }
}
