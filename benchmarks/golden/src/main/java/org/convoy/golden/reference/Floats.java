package org.convoy.golden.reference;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** Conversions of arrays between float32 and float64. */
public final class Floats {
  private Floats() {}

  /** Rounded to float32. */
  public static float[] of(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }

    return floats;
  }

  public static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }

  /** A copy of all values from the buffer's start to its capacity. */
  public static double[] widen(FloatBuffer buffer) {
    double[] wide = new double[buffer.capacity()];
    Arrays.setAll(wide, buffer::get);
    return wide;
  }
}
