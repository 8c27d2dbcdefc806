package org.convoy.train.segment;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.convoy.state.SynchronizedState;
import org.convoy.strategy.WorkerReport;

/**
 * What comes of a segment.
 *
 * @param state after its last round
 * @param reports of that round, one a worker, in their order
 */
public record SegmentEnd(SynchronizedState state, List<WorkerReport> reports) {
  public SegmentEnd {
    requireNonNull(state, "state is null");
    reports = List.copyOf(reports);
  }
}
