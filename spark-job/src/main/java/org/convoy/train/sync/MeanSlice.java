package org.convoy.train.sync;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;

/**
 * The mean of all workers' slices of one place.
 *
 * @param reports of all workers, in their order
 * @param values of this place
 */
@SuppressWarnings("ArrayRecordComponent") // vectors are compared by identity, never by content
public record MeanSlice(List<WorkerReport> reports, float[] values) {
  public MeanSlice {
    reports = List.copyOf(reports);
    requireNonNull(values, "values is null");
  }

  /**
   * Reduces the slices of one place.
   *
   * @param slices one a worker, in any order; at least one of them of a worker with examples
   */
  public static MeanSlice of(List<StateSlice> slices) {
    List<StateSlice> ordered =
        slices.stream()
            .sorted(Comparator.comparingInt((StateSlice slice) -> slice.report().worker()))
            .toList();
    List<WorkerReport> reports = ordered.stream().map(StateSlice::report).toList();
    return new MeanSlice(
        reports, WeightedMean.of(reports, ordered.stream().map(StateSlice::values).toList()));
  }
}
