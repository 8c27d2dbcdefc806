package org.convoy.dl4j;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Floats as bytes, little-endian. Arrays of bytes go through Java's serialization and through Kryo
 * in one copy each, whatever is registered.
 */
final class FloatBytes {
  private FloatBytes() {}

  /** The floats that begin at this byte; writes go through. */
  static FloatBuffer view(byte[] bytes, int from, int floats) {
    return ByteBuffer.wrap(bytes, from, Math.multiplyExact(floats, Float.BYTES))
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer();
  }

  static float[] copy(byte[] bytes, int from, int floats) {
    float[] values = new float[floats];
    view(bytes, from, floats).get(values);
    return values;
  }
}
