package org.convoy.train.sync;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.IntStream;
import org.convoy.train.state.ModelState;

/**
 * One of the equal slices of what a worker shares, its parameters and optimizer state seen as one
 * vector. Slices of one place are reduced together, apart from those of other places.
 *
 * @param report what the worker did in the round
 * @param values of this place
 */
@SuppressWarnings("ArrayRecordComponent") // vectors are compared by identity, never by content
public record StateSlice(WorkerReport report, float[] values) {
  public StateSlice {
    requireNonNull(report, "report is null");
    requireNonNull(values, "values is null");
  }

  /** Cuts what a worker shares into this many slices whose lengths differ by at most one. */
  public static List<StateSlice> cut(ReplicaResult result, int slices) {
    long length = length(result.shared());
    return IntStream.range(0, slices)
        .mapToObj(slice -> copy(result, slice * length / slices, (slice + 1) * length / slices))
        .toList();
  }

  private static long length(ModelState shared) {
    return (long) shared.parameters().length + shared.optimizerState().length;
  }

  private static StateSlice copy(ReplicaResult result, long from, long to) {
    float[] parameters = result.shared().parameters();
    float[] optimizerState = result.shared().optimizerState();
    int fromParameters = (int) Math.max(0, Math.min(to, parameters.length) - from);
    float[] values = new float[(int) (to - from)];
    if (fromParameters > 0) {
      System.arraycopy(parameters, (int) from, values, 0, fromParameters);
    }

    int rest = values.length - fromParameters;
    if (rest > 0) {
      int start = (int) (from + fromParameters - parameters.length);
      System.arraycopy(optimizerState, start, values, fromParameters, rest);
    }

    return new StateSlice(result.report(), values);
  }
}
