package org.convoy.dl4j;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.state.ModelState;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters and the updater's state of a network, a ComputationGraph or MultiLayerNetwork,
 * between its arrays, flat vectors and bytes.
 */
final class FlatState {
  private static final FloatBuffer NOTHING = FloatBuffer.allocate(0);

  private FlatState() {}

  /** Copies the state out of a network. */
  static ModelState of(Model network) {
    return new ModelState(copy(floats(network.params())), copy(updaterState(network)));
  }

  /** Copies the state into a network. */
  static void write(ModelState state, Model network) {
    floats(network.params()).put(state.parameters());
    updaterState(network).put(state.optimizerState());
  }

  private static FloatBuffer updaterState(Model network) {
    Updater updater =
        network instanceof ComputationGraph graph
            ? graph.getUpdater(true)
            : ((MultiLayerNetwork) network).getUpdater(true);
    return floats(((BaseMultiLayerUpdater<?>) updater).getStateViewArray());
  }

  /** An updater without state has no array for it. */
  private static FloatBuffer floats(INDArray array) {
    return array == null ? NOTHING.duplicate() : ArrayMemory.floats(array);
  }

  private static float[] copy(FloatBuffer floats) {
    float[] values = new float[floats.remaining()];
    floats.get(values);
    return values;
  }

  /** Where each parameter of a network begins in the flat vector. */
  static Map<String, Long> offsets(Model network) {
    Map<String, Long> offsets = new HashMap<>();
    network.paramTable().forEach((name, view) -> offsets.put(name, view.offset()));
    return Map.copyOf(offsets);
  }

  static byte[] toBytes(ModelState state) {
    return toBytes(
        0, FloatBuffer.wrap(state.parameters()), FloatBuffer.wrap(state.optimizerState()));
  }

  /** A network's state, behind so many free bytes. */
  static byte[] toBytes(int free, Model network) {
    return toBytes(free, floats(network.params()), updaterState(network));
  }

  private static byte[] toBytes(int free, FloatBuffer parameters, FloatBuffer rest) {
    int floats = Math.addExact(parameters.remaining(), rest.remaining());
    byte[] bytes = new byte[Math.addExact(free, Math.multiplyExact(floats, Float.BYTES))];
    view(bytes, free, floats).put(parameters).put(rest);
    return bytes;
  }

  /** The state that begins at this byte, of a network of so many parameters. */
  static ModelState ofBytes(byte[] bytes, int from, int parameters) {
    FloatBuffer floats = view(bytes, from, (bytes.length - from) / Float.BYTES);
    return new ModelState(copy(floats.slice(0, parameters)), copy(floats.position(parameters)));
  }

  /** Copies a state of {@link #toBytes} into a network. */
  static void load(byte[] bytes, Model network) {
    FloatBuffer parameters = floats(network.params());
    int count = parameters.remaining();
    FloatBuffer floats = view(bytes, 0, bytes.length / Float.BYTES);
    parameters.put(floats.slice(0, count));
    updaterState(network).put(floats.position(count));
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
}
