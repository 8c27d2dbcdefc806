package org.convoy.nn.optimizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.convoy.nn.parameter.ParameterLayout;

/**
 * Owner of an optimizer's flat state vector, or another one such as a sum of gradients, in native
 * memory until closed. Starts as zeros.
 */
public final class OptimizerState implements AutoCloseable {
  private final FloatPointer memory;
  private final ByteBuffer bytes;
  private final FloatBuffer buffer;

  private OptimizerState(int size) {
    memory = size == 0 ? null : new FloatPointer((long) size);
    bytes = size == 0 ? ByteBuffer.allocateDirect(0) : memory.asByteBuffer();
    bytes.order(ByteOrder.nativeOrder());
    buffer = bytes.asFloatBuffer();
    if (memory != null) {
      Pointer.memset(memory, 0, (long) size * Float.BYTES);
    }
  }

  /** The state with which this optimizer starts to train parameters of this layout. */
  public static OptimizerState create(Optimizer optimizer, ParameterLayout layout) {
    return new OptimizerState(optimizer.stateSize(layout.size()));
  }

  /** As long as a vector of this layout. */
  public static OptimizerState zeros(ParameterLayout layout) {
    return new OptimizerState(layout.size());
  }

  /** A copy of the state vector. */
  public float[] values() {
    float[] values = new float[buffer.capacity()];
    buffer.get(0, values);
    return values;
  }

  /**
   * Replaces the state vector.
   *
   * @throws IllegalArgumentException if the length differs
   */
  public void setValues(float[] values) {
    if (values.length != buffer.capacity()) {
      throw new IllegalArgumentException(
          "Expected an optimizer state of " + buffer.capacity() + " values, got " + values.length);
    }

    buffer.put(0, values);
  }

  /** Elements of the state vector. */
  public int size() {
    return buffer.capacity();
  }

  /** Copies a stretch of the state vector, from an offset on, as long as the target. */
  public void read(int offset, float[] target) {
    buffer.get(offset, target);
  }

  /** Replaces a stretch of the state vector, from an offset on. */
  public void write(int offset, float[] values) {
    buffer.put(offset, values);
  }

  /** The state vector itself; valid until closed. */
  public FloatBuffer buffer() {
    return buffer;
  }

  /** The same as bytes, in native order. */
  public ByteBuffer bytes() {
    return bytes.duplicate().order(ByteOrder.nativeOrder());
  }

  @Override
  public void close() {
    if (memory != null) {
      memory.close();
    }
  }
}
