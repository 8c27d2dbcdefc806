package org.convoy.train;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import org.convoy.train.sync.HalfPrecision;

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

  /** Writes a vector that is rounded to half precision, in two bytes a value. */
  static void writeHalf(Output output, float[] vector) {
    output.writeInt(vector.length);
    short[] bits = new short[HalfPrecision.BLOCK];
    byte[] bytes = new byte[HalfPrecision.BLOCK * Short.BYTES];
    for (int from = 0; from < vector.length; from += HalfPrecision.BLOCK) {
      int to = Math.min(vector.length, from + HalfPrecision.BLOCK);
      output.writeShort(HalfPrecision.pack(vector, from, to, bits));
      shorts(bytes).put(bits, 0, to - from);
      output.writeBytes(bytes, 0, (to - from) * Short.BYTES);
    }
  }

  static float[] readHalf(Input input) {
    float[] vector = new float[input.readInt()];
    short[] bits = new short[HalfPrecision.BLOCK];
    byte[] bytes = new byte[HalfPrecision.BLOCK * Short.BYTES];
    for (int from = 0; from < vector.length; from += HalfPrecision.BLOCK) {
      int to = Math.min(vector.length, from + HalfPrecision.BLOCK);
      int scale = input.readShort();
      input.readBytes(bytes, 0, (to - from) * Short.BYTES);
      shorts(bytes).get(bits, 0, to - from);
      HalfPrecision.unpack(bits, scale, vector, from, to);
    }

    return vector;
  }

  private static ShortBuffer shorts(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
  }

  private static FloatBuffer floats(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
