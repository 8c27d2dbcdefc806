package org.convoy.train.round;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.replica.Replica;
import org.convoy.state.ModelState;
import org.convoy.state.SynchronizedState;
import org.convoy.strategy.Precision;
import org.convoy.strategy.RoundResult;
import org.convoy.strategy.StateSlices;

/**
 * What the workers of one round start from, handed to the executors that ask for it slice by slice,
 * so that none holds all of a large state. The optimizer states of single workers go to the
 * executors of those workers only.
 *
 * @param ownOptimizers of each worker, slice by slice
 */
public record RoundStart(
    StateSlices slices,
    Precision precision,
    List<Handover<ModelState>> model,
    List<List<Handover<ModelState>>> ownOptimizers)
    implements Serializable, AutoCloseable {
  /** Hands over a state in these slices, in this precision. */
  public static RoundStart handOver(
      JavaSparkContext spark, SynchronizedState state, StateSlices slices, Precision precision) {
    RoundStart start = new RoundStart(slices, precision, new ArrayList<>(), new ArrayList<>());
    try {
      start.add(spark, state);
      return start;
    } catch (RuntimeException | Error e) {
      start.close();
      throw e;
    }
  }

  private void add(JavaSparkContext spark, SynchronizedState state) {
    for (int slice = 0; slice < slices.count(); slice++) {
      model.add(Handover.of(spark, precision.start(slices.cut(state.model(), slice))));
    }

    for (float[] own : state.localOptimizerStates()) {
      List<Handover<ModelState>> parts = new ArrayList<>();
      ownOptimizers.add(parts);
      for (int slice = 0; slice < slices.count(); slice++) {
        parts.add(Handover.of(spark, new ModelState(new float[0], slices.cut(own, slice))));
      }
    }
  }

  /** Hands over parameters alone, for evaluation. */
  public static RoundStart ofParameters(
      JavaSparkContext spark, float[] parameters, StateSlices slices) {
    ModelState model = new ModelState(parameters, new float[0]);
    return handOver(spark, SynchronizedState.of(model), slices, Precision.FULL);
  }

  /**
   * Loads what a worker starts from; on an executor. Workers begin with slices of different places,
   * so that executors can give each other what they have.
   */
  public void load(Replica replica, int worker) {
    for (int i = 0; i < slices.count(); i++) {
      int slice = (worker + i) % slices.count();
      replica.load(part(worker, slice), slices, slice);
    }
  }

  private ModelState part(int worker, int slice) {
    ModelState shared = model.get(slice).value();
    return ownOptimizers.isEmpty()
        ? shared
        : new ModelState(
            shared.parameters(), ownOptimizers.get(worker).get(slice).value().optimizerState());
  }

  /**
   * What goes back to the driver for what a worker ended with, or a slice of it.
   *
   * @param asked these slices of it, or all where it was handed over whole
   */
  public RoundResult answer(RoundResult result, StateSlices asked, int slice) {
    if (precision == Precision.FULL) {
      return result;
    }

    int worker = result.reports().get(0).worker();
    ModelState start =
        asked.equals(slices) ? part(worker, slice) : asked.cut(part(worker, 0), slice);
    return result.with(precision.result(start, result.shared()));
  }

  /** Frees it on the driver and all executors. */
  @Override
  public void close() {
    model.forEach(Handover::close);
    ownOptimizers.forEach(own -> own.forEach(Handover::close));
  }
}
