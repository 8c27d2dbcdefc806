package org.convoy.train;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.convoy.train.state.ModelState;
import org.convoy.train.state.SynchronizedState;

/**
 * What the workers of one round start from, sent to the executors that ask for it. The optimizer
 * states of single workers go to the executors of those workers only.
 */
final class RoundStart implements Serializable, AutoCloseable {
  private final Broadcast<ModelState> model;
  private final List<Broadcast<ModelState>> ownOptimizers;

  private RoundStart(Broadcast<ModelState> model, List<Broadcast<ModelState>> ownOptimizers) {
    this.model = model;
    this.ownOptimizers = ownOptimizers;
  }

  static RoundStart broadcast(JavaSparkContext spark, SynchronizedState state) {
    return new RoundStart(
        spark.broadcast(state.model()),
        state.sync().localOptimizerStates().stream()
            .map(own -> spark.broadcast(new ModelState(new float[0], own)))
            .toList());
  }

  /** What a worker starts from; on an executor. */
  ModelState of(int worker) {
    return ownOptimizers.isEmpty()
        ? model.value()
        : new ModelState(
            model.value().parameters(), ownOptimizers.get(worker).value().optimizerState());
  }

  /** Frees it on the driver and all executors. */
  @Override
  public void close() {
    model.destroy();
    ownOptimizers.forEach(Broadcast::destroy);
  }
}
