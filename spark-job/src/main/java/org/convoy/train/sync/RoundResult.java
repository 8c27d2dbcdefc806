package org.convoy.train.sync;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.convoy.state.ModelState;
import org.convoy.state.Tally;

/**
 * What one round gave, reduced over the workers.
 *
 * @param mean of what the workers share, weighted by the examples that each trained on
 * @param reports one a worker, in their order
 * @param localOptimizerStates the workers' own, in their order; each empty where they share one
 */
public record RoundResult(
    ModelState mean, List<WorkerReport> reports, List<float[]> localOptimizerStates) {
  public RoundResult {
    requireNonNull(mean, "mean is null");
    reports = List.copyOf(reports);
    localOptimizerStates = List.copyOf(localOptimizerStates);
  }

  /**
   * Reduces results, or slices of one place of them, on all cores: on the driver, when the tasks
   * are over.
   *
   * @param results one a worker, in their order; at least one of them with examples
   */
  public static RoundResult of(List<ReplicaResult> results) {
    return of(results, WeightedMean.Threads.ALL);
  }

  /** As {@link #of}, to the bit, in a task, which has one core. */
  public static RoundResult inTask(List<ReplicaResult> results) {
    return of(results, WeightedMean.Threads.ONE);
  }

  private static RoundResult of(List<ReplicaResult> results, WeightedMean.Threads threads) {
    List<WorkerReport> reports = results.stream().map(ReplicaResult::report).toList();
    List<float[]> parameters = results.stream().map(r -> r.shared().parameters()).toList();
    List<float[]> optimizers = results.stream().map(r -> r.shared().optimizerState()).toList();
    ModelState mean =
        new ModelState(
            WeightedMean.of(reports, parameters, threads),
            WeightedMean.of(reports, optimizers, threads));
    return new RoundResult(
        mean, reports, results.stream().map(ReplicaResult::localOptimizerState).toList());
  }

  /** The same vectors with the workers' reports. */
  public RoundResult with(List<WorkerReport> others) {
    return new RoundResult(mean, others, localOptimizerStates);
  }

  /**
   * The same of results that travelled in this precision.
   *
   * @param state the driver's before the round
   */
  public RoundResult from(Precision precision, ModelState state) {
    return new RoundResult(precision.end(state, mean), reports, localOptimizerStates);
  }

  /** Of all workers' samples. */
  public Tally tally() {
    return reports.stream().map(WorkerReport::tally).reduce(Tally.EMPTY, Tally::plus);
  }
}
