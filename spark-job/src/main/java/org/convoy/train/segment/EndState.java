package org.convoy.train.segment;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.convoy.state.ModelState;
import org.convoy.state.SynchronizedState;

/**
 * The state after a segment, put together on the driver from what the workers bring back, each its
 * own. What none of them brings is zero.
 */
final class EndState {
  private final ModelState model;
  private final List<float[]> ownOptimizers;
  private final Map<String, float[]> memory;
  private final Map<String, float[]> vectors = new HashMap<>();

  /** Of a segment that starts from this state. */
  EndState(SynchronizedState start) {
    int parameters = start.model().parameters().length;
    model = new ModelState(new float[parameters], new float[start.model().optimizerState().length]);
    ownOptimizers = new ArrayList<>();
    start.localOptimizerStates().forEach(own -> ownOptimizers.add(new float[own.length]));
    memory =
        start.memory().keySet().stream()
            .collect(toMap(Function.identity(), name -> new float[parameters]));
    vectors.putAll(memory);
    vectors.put(SegmentTask.PARAMETERS, model.parameters());
    vectors.put(SegmentTask.OPTIMIZER, model.optimizerState());
    for (int worker = 0; worker < ownOptimizers.size(); worker++) {
      vectors.put(SegmentTask.ownOptimizer(worker), ownOptimizers.get(worker));
    }
  }

  /** Puts a piece where it belongs. */
  void put(StatePiece piece) {
    piece.putInto(vectors.get(piece.vector()));
  }

  /** When all of them are there. */
  SynchronizedState state() {
    return new SynchronizedState(model, ownOptimizers, memory);
  }
}
