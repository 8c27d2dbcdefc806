package org.convoy.train.sync;

import org.convoy.state.ModelState;
import org.convoy.state.Tally;

/** Results of workers as the tests need them. */
final class Results {
  private static final float[] NONE = {};

  private Results() {}

  static ReplicaResult of(int worker, long samples, float[] parameters, float[] optimizerState) {
    return new ReplicaResult(
        report(worker, samples), new ModelState(parameters, optimizerState), NONE);
  }

  /** Of a worker that keeps its optimizer state. */
  static ReplicaResult local(int worker, long samples, float[] parameters, float[] optimizerState) {
    return new ReplicaResult(
        report(worker, samples), new ModelState(parameters, NONE), optimizerState);
  }

  private static WorkerReport report(int worker, long samples) {
    return new WorkerReport(worker, new Tally(samples, 0, samples, 0), new WorkerSeconds(0, 0));
  }
}
