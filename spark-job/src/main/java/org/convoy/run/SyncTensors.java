package org.convoy.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.convoy.train.state.SyncState;
import org.convoy.weights.Safetensors;
import org.convoy.weights.Tensor;

/** The vectors of a synchronisation strategy as named tensors of a file. */
final class SyncTensors {
  private static final String OUTER_MOMENTUM = "outer.momentum";

  private SyncTensors() {}

  /** A file of flat vectors by name. */
  static Safetensors file(Map<String, float[]> vectors) {
    Map<String, Tensor> tensors = new TreeMap<>();
    vectors.forEach((name, values) -> tensors.put(name, Tensor.ofFloats(values, values.length)));
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

  static SyncState state(Safetensors file) {
    List<float[]> own = new ArrayList<>();
    while (file.tensors().containsKey(localOptimizer(own.size()))) {
      own.add(file.tensor(localOptimizer(own.size())).floats());
    }

    return new SyncState(file.tensor(OUTER_MOMENTUM).floats(), own);
  }

  private static String localOptimizer(int worker) {
    return "worker." + worker + ".optimizer";
  }
}
