package org.convoy.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.convoy.state.SyncState;
import org.convoy.weights.Safetensors;
import org.convoy.weights.Tensor;

/** The vectors of a synchronisation strategy as named tensors of a file. */
final class SyncTensors {
  private static final String OUTER_MOMENTUM = "outer.momentum";

  private SyncTensors() {}

  /** A file of flat vectors by name, which it shares. */
  static Safetensors file(Map<String, float[]> vectors) {
    Map<String, Tensor> tensors = new TreeMap<>();
    vectors.forEach(
        (name, values) ->
            tensors.put(name, Tensor.viewOf(values, 0, values.length, values.length)));
    return new Safetensors(tensors, Map.of());
  }

  static Map<String, float[]> of(SyncState state) {
    Map<String, float[]> vectors = new TreeMap<>();
    vectors.put(OUTER_MOMENTUM, state.outerMomentum());
    for (int worker = 0; worker < state.localOptimizerStates().size(); worker++) {
      vectors.put(localOptimizer(worker), state.localOptimizerStates().get(worker));
    }

    return vectors;
  }

  static SyncState state(Map<String, float[]> vectors) {
    List<float[]> own = new ArrayList<>();
    while (vectors.containsKey(localOptimizer(own.size()))) {
      own.add(vectors.get(localOptimizer(own.size())));
    }

    return new SyncState(vectors.get(OUTER_MOMENTUM), own);
  }

  private static String localOptimizer(int worker) {
    return "worker." + worker + ".optimizer";
  }
}
