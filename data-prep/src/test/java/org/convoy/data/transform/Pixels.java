package org.convoy.data.transform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import org.convoy.data.Image;

/** Images and buffers for tests. */
public final class Pixels {
  private Pixels() {}

  /** An image of noise; the seed decides it. */
  public static Image noise(int height, int width, int channels, long seed) {
    byte[] pixels = new byte[height * width * channels];
    new SplittableRandom(seed).nextBytes(pixels);
    return new Image(height, width, channels, pixels);
  }

  /** A gray image of these levels, row by row. */
  public static Image gray(int height, int width, int... levels) {
    byte[] pixels = new byte[levels.length];

    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) levels[i];
    }

    return new Image(height, width, 1, pixels);
  }

  /** Off the heap, as the network's memory is. */
  public static FloatBuffer direct(float... values) {
    return ByteBuffer.allocateDirect(Float.BYTES * values.length)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer()
        .put(0, values);
  }

  public static float[] contents(FloatBuffer buffer) {
    float[] values = new float[buffer.capacity()];
    buffer.get(0, values);
    return values;
  }
}
