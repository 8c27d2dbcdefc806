package org.convoy.train.segment;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.convoy.state.SynchronizedState;
import org.convoy.strategy.WorkerReport;

/**
 * What comes of a segment.
 *
 * @param round its last one, from 0
 * @param state after that round
 * @param reports of that round, one a worker, in their order
 */
public record SegmentEnd(int round, SynchronizedState state, List<WorkerReport> reports) {
  public SegmentEnd {
    requireNonNull(state, "state is null");
    reports = List.copyOf(reports);
  }
}
