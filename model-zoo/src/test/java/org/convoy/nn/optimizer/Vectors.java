package org.convoy.nn.optimizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.nn.parameter.Role;

/** Flat vectors as networks have them. */
final class Vectors {
  private Vectors() {}

  /** One tensor. */
  static ParameterLayout layout(int length, Role role) {
    return new ParameterLayout(
        List.of(new Segment("layer.weight", 0, length, List.of(length), role)));
  }

  static FloatBuffer buffer(float... values) {
    return ByteBuffer.allocateDirect(values.length * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer()
        .put(0, values);
  }

  static float[] values(FloatBuffer buffer) {
    float[] values = new float[buffer.capacity()];
    buffer.get(0, values);
    return values;
  }
}
