package org.convoy.train;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.train.state.ModelState;
import org.convoy.train.state.SynchronizedState;
import org.convoy.train.sync.Precision;

/**
 * What the workers of one round start from, handed to the executors that ask for it. The optimizer
 * states of single workers go to the executors of those workers only.
 */
final class RoundStart implements Serializable, AutoCloseable {
  private final Handover<StartState> model;
  private final List<Handover<ModelState>> ownOptimizers;

  private RoundStart(Handover<StartState> model, List<Handover<ModelState>> ownOptimizers) {
    this.model = model;
    this.ownOptimizers = ownOptimizers;
  }

  static RoundStart handOver(JavaSparkContext spark, SynchronizedState state, Precision precision) {
    return new RoundStart(
        Handover.of(spark, new StartState(precision.start(state.model()), precision)),
        state.sync().localOptimizerStates().stream()
            .map(own -> Handover.of(spark, new ModelState(new float[0], own)))
            .toList());
  }

  /** What a worker starts from; on an executor. */
  ModelState of(int worker) {
    return ownOptimizers.isEmpty()
        ? model.value().state()
        : new ModelState(
            model.value().state().parameters(), ownOptimizers.get(worker).value().optimizerState());
  }

  Precision precision() {
    return model.value().precision();
  }

  /** Frees it on the driver and all executors. */
  @Override
  public void close() {
    model.close();
    ownOptimizers.forEach(Handover::close);
  }
}
