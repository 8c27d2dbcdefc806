package org.convoy.train;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Float vectors in chunks of bytes; Kryo's own way is one float at a time. */
final class VectorCodec {
  private static final int CHUNK = 1 << 14;

  private VectorCodec() {}

  static void write(Output output, float[] vector) {
    output.writeInt(vector.length);
    byte[] chunk = new byte[Math.min(CHUNK, vector.length) * Float.BYTES];
    FloatBuffer floats = floats(chunk);
    for (int from = 0; from < vector.length; from += CHUNK) {
      int length = Math.min(CHUNK, vector.length - from);
      floats.put(0, vector, from, length);
      output.writeBytes(chunk, 0, length * Float.BYTES);
    }
  }

  static float[] read(Input input) {
    float[] vector = new float[input.readInt()];
    byte[] chunk = new byte[Math.min(CHUNK, vector.length) * Float.BYTES];
    FloatBuffer floats = floats(chunk);
    for (int from = 0; from < vector.length; from += CHUNK) {
      int length = Math.min(CHUNK, vector.length - from);
      input.readBytes(chunk, 0, length * Float.BYTES);
      floats.get(0, vector, from, length);
    }

    return vector;
  }

  private static FloatBuffer floats(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
