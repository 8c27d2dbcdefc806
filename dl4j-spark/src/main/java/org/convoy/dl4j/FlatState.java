package org.convoy.dl4j;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.state.ModelState;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network's parameters and updater state, between its arrays, flat vectors and bytes. */
final class FlatState {
  private FlatState() {}

  /** Copies the state out of a network's flat arrays. */
  static ModelState of(INDArray parameters, INDArray updaterState) {
    return new ModelState(copy(parameters), copy(updaterState));
  }

  private static float[] copy(INDArray array) {
    float[] values = new float[length(array)];
    if (array != null) {
      ArrayMemory.floats(array).get(values);
    }

    return values;
  }

  private static int length(INDArray array) {
    return array == null ? 0 : Math.toIntExact(array.length());
  }

  /** Copies the state into a network's flat arrays. */
  static void write(ModelState state, INDArray parameters, INDArray updaterState) {
    ArrayMemory.floats(parameters).put(state.parameters());
    if (updaterState != null) {
      ArrayMemory.floats(updaterState).put(state.optimizerState());
    }
  }

  static byte[] toBytes(ModelState state) {
    int parameters = state.parameters().length;
    int rest = state.optimizerState().length;
    byte[] bytes = new byte[Math.multiplyExact(Math.addExact(parameters, rest), Float.BYTES)];
    view(bytes, 0, parameters).put(state.parameters());
    view(bytes, parameters * Float.BYTES, rest).put(state.optimizerState());
    return bytes;
  }

  /** Copies a state of {@link #toBytes} into a replica. */
  static void load(byte[] bytes, Replica replica) {
    int parameters = length(replica.parameters());
    ArrayMemory.floats(replica.parameters()).put(view(bytes, 0, parameters));
    INDArray updaterState = replica.updaterState();
    if (updaterState != null) {
      ArrayMemory.floats(updaterState)
          .put(view(bytes, parameters * Float.BYTES, length(updaterState)));
    }
  }

  /**
   * The little-endian floats that begin at this byte; writes go through. Arrays of bytes go through
   * Java's serialization and through Kryo in one copy each, whatever is registered.
   */
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
