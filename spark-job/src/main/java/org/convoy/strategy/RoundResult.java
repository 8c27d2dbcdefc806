package org.convoy.strategy;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.convoy.state.ModelState;
import org.convoy.state.Tally;

/**
 * What workers bring back from one round: one of them, or the mean of several. A slice of it has
 * slices of its vectors.
 *
 * @param shared what the mean over the workers is taken of, weighted by the examples that each
 *     trained on; vectors that they do not share are empty
 * @param reports one a worker, in their order
 * @param localOptimizerStates the workers' own, in their order; none where they share one
 */
public record RoundResult(
    ModelState shared, List<WorkerReport> reports, List<float[]> localOptimizerStates) {
  public RoundResult {
    requireNonNull(shared, "shared is null");
    reports = List.copyOf(reports);
    localOptimizerStates = List.copyOf(localOptimizerStates);
  }

  /** Of one worker whose optimizer state is shared, or of no interest. */
  public static RoundResult of(WorkerReport report, ModelState shared) {
    return new RoundResult(shared, List.of(report), List.of());
  }

  /**
   * Reduces results, or slices of one place of them, on all cores: on the driver, when the tasks
   * are over.
   *
   * @param results one a worker, in their order; at least one of them with examples
   */
  public static RoundResult mean(List<RoundResult> results) {
    return mean(results, WeightedMean.Threads.ALL);
  }

  /**
   * As {@link #mean}, to the bit, on the calling thread: in a task, which has one core, or of one
   * of many slices.
   */
  public static RoundResult meanOnThread(List<RoundResult> results) {
    return mean(results, WeightedMean.Threads.ONE);
  }

  private static RoundResult mean(List<RoundResult> results, WeightedMean.Threads threads) {
    List<WorkerReport> reports =
        results.stream().flatMap(result -> result.reports.stream()).toList();
    List<float[]> parameters = results.stream().map(result -> result.shared.parameters()).toList();
    List<float[]> optimizers =
        results.stream().map(result -> result.shared.optimizerState()).toList();
    return new RoundResult(
        new ModelState(
            WeightedMean.of(reports, parameters, threads),
            WeightedMean.of(reports, optimizers, threads)),
        reports,
        results.stream().flatMap(result -> result.localOptimizerStates.stream()).toList());
  }

  /** The same with other vectors. */
  public RoundResult with(ModelState others) {
    return new RoundResult(others, reports, localOptimizerStates);
  }

  /** The same vectors with the workers' reports. */
  public RoundResult with(List<WorkerReport> others) {
    return new RoundResult(shared, others, localOptimizerStates);
  }

  /** Of all workers' samples. */
  public Tally tally() {
    return reports.stream().map(WorkerReport::tally).reduce(Tally.EMPTY, Tally::plus);
  }
}
