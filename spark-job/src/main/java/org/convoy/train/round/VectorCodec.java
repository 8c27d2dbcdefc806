package org.convoy.train.round;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.convoy.strategy.HalfPrecision;

/**
 * Float vectors in blocks of bytes; Kryo's own way is one float at a time. A block whose values are
 * rounded to half precision takes two bytes a value, every other one four: all come back to the
 * bit, and who sends vectors rounds them, or does not.
 */
public final class VectorCodec {
  private static final int BLOCK = HalfPrecision.BLOCK;

  /** In the place of a scale. */
  private static final short IN_FULL = Short.MIN_VALUE;

  private VectorCodec() {}

  public static void write(Output output, float[] vector) {
    output.writeInt(vector.length);
    short[] bits = new short[BLOCK];
    byte[] block = new byte[Math.min(BLOCK, vector.length) * Float.BYTES];
    ByteBuffer bytes = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < vector.length; from += BLOCK) {
      int to = Math.min(vector.length, from + BLOCK);
      if (HalfPrecision.isRounded(vector, from, to)) {
        output.writeShort(HalfPrecision.pack(vector, from, to, bits));
        bytes.asShortBuffer().put(bits, 0, to - from);
        output.writeBytes(block, 0, (to - from) * Short.BYTES);
      } else {
        output.writeShort(IN_FULL);
        bytes.asFloatBuffer().put(vector, from, to - from);
        output.writeBytes(block, 0, (to - from) * Float.BYTES);
      }
    }
  }

  public static float[] read(Input input) {
    float[] vector = new float[input.readInt()];
    short[] bits = new short[BLOCK];
    byte[] block = new byte[Math.min(BLOCK, vector.length) * Float.BYTES];
    ByteBuffer bytes = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < vector.length; from += BLOCK) {
      int to = Math.min(vector.length, from + BLOCK);
      short scale = input.readShort();
      if (scale == IN_FULL) {
        input.readBytes(block, 0, (to - from) * Float.BYTES);
        bytes.asFloatBuffer().get(vector, from, to - from);
      } else {
        input.readBytes(block, 0, (to - from) * Short.BYTES);
        bytes.asShortBuffer().get(bits, 0, to - from);
        HalfPrecision.unpack(bits, scale, vector, from, to);
      }
    }

    return vector;
  }
}
