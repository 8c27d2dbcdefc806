package org.convoy.train;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.train.state.ModelState;
import org.convoy.train.state.SynchronizedState;

/**
 * What the workers of one round start from, handed to the executors that ask for it. The optimizer
 * states of single workers go to the executors of those workers only.
 */
final class RoundStart implements Serializable, AutoCloseable {
  private final Handover<ModelState> model;
  private final List<Handover<ModelState>> ownOptimizers;

  private RoundStart(Handover<ModelState> model, List<Handover<ModelState>> ownOptimizers) {
    this.model = model;
    this.ownOptimizers = ownOptimizers;
  }

  static RoundStart handOver(JavaSparkContext spark, SynchronizedState state) {
    return new RoundStart(
        Handover.of(spark, state.model()),
        state.sync().localOptimizerStates().stream()
            .map(own -> Handover.of(spark, new ModelState(new float[0], own)))
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
    model.close();
    ownOptimizers.forEach(Handover::close);
  }
}
