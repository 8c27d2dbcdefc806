package org.convoy.train;

import org.convoy.nn.loss.Targets;
import org.convoy.nn.optimizer.StepContext;
import org.convoy.state.ModelState;
import org.convoy.state.Tally;
import org.convoy.train.sync.ReplicaResult;
import org.convoy.train.sync.StateSlices;
import org.convoy.train.sync.WorkerReport;

/** What the workers of a round make of their batches and bring back, as the strategy needs it. */
enum ReplicaOutput {
  /** They train; parameters and optimizer state are averaged. */
  STATE,
  /** They train; only parameters are averaged. */
  PARAMETERS,
  /** They train; parameters are averaged, and each optimizer state goes on with its worker. */
  PARAMETERS_AND_OWN_OPTIMIZER,
  /** They compute gradients, which are averaged with the running statistics. */
  GRADIENTS;

  private static final float[] NONE = {};

  /** Of one worker, going by the bytes of its parameters and of its optimizer's state. */
  long bytes(long parameters, long optimizer) {
    return switch (this) {
      case STATE, PARAMETERS_AND_OWN_OPTIMIZER -> parameters + optimizer;
      case PARAMETERS, GRADIENTS -> parameters;
    };
  }

  Tally step(Replica replica, Targets targets, StepContext step) {
    return this == GRADIENTS
        ? replica.computeGradients(targets, step)
        : replica.train(targets, step);
  }

  /** Whether what is averaged has the optimizer's vector. */
  boolean sharesOptimizer() {
    return this == STATE;
  }

  /** Whether each optimizer's vector goes on with its worker. */
  boolean keepsOptimizer() {
    return this == PARAMETERS_AND_OWN_OPTIMIZER;
  }

  /** A slice of what a worker brings back. */
  ReplicaResult result(Replica replica, WorkerReport report, StateSlices slices, int slice) {
    return switch (this) {
      case STATE ->
          result(report, replica.parameters(slices, slice), replica.optimizerState(slices, slice));
      case PARAMETERS -> result(report, replica.parameters(slices, slice), NONE);
      case PARAMETERS_AND_OWN_OPTIMIZER ->
          new ReplicaResult(
              report,
              new ModelState(replica.parameters(slices, slice), NONE),
              replica.optimizerState(slices, slice));
      case GRADIENTS -> result(report, replica.gradientsAndStatistics(slices, slice), NONE);
    };
  }

  private static ReplicaResult result(
      WorkerReport report, float[] parameters, float[] optimizerState) {
    return new ReplicaResult(report, new ModelState(parameters, optimizerState), NONE);
  }
}
