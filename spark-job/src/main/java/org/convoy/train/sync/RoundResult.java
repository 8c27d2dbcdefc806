package org.convoy.train.sync;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.convoy.train.state.ModelState;
import org.convoy.train.state.Tally;

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
   * Reduces whole results.
   *
   * @param results one a worker, in their order; at least one of them with examples
   */
  public static RoundResult of(List<ReplicaResult> results) {
    List<WorkerReport> reports = results.stream().map(ReplicaResult::report).toList();
    ModelState mean =
        new ModelState(
            WeightedMean.of(reports, results.stream().map(r -> r.shared().parameters()).toList()),
            WeightedMean.of(
                reports, results.stream().map(r -> r.shared().optimizerState()).toList()));
    return new RoundResult(
        mean, reports, results.stream().map(ReplicaResult::localOptimizerState).toList());
  }

  /**
   * Puts together what was reduced slice by slice: the same bytes as {@link #of}.
   *
   * @param slices in the order of their places
   * @param parameters how many of the values are parameters; the others are optimizer state
   */
  public static RoundResult ofSlices(List<MeanSlice> slices, int parameters) {
    int length = slices.stream().mapToInt(slice -> slice.values().length).sum();
    ModelState mean = new ModelState(new float[parameters], new float[length - parameters]);
    int from = 0;
    for (MeanSlice slice : slices) {
      float[] values = slice.values();
      int toParameters = Math.max(0, Math.min(values.length, parameters - from));
      int rest = values.length - toParameters;
      if (toParameters > 0) {
        System.arraycopy(values, 0, mean.parameters(), from, toParameters);
      }

      if (rest > 0) {
        int start = from + toParameters - parameters;
        System.arraycopy(values, toParameters, mean.optimizerState(), start, rest);
      }

      from += values.length;
    }

    return new RoundResult(mean, slices.get(0).reports(), List.of());
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
