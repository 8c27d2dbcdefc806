package org.convoy.train.segment;

import java.util.List;
import org.convoy.strategy.WorkerReport;

/**
 * Is told how a segment goes, on the thread that runs it: from its first round on again when a
 * worker has failed.
 */
public interface SegmentListener {
  /**
   * One more round is synchronised, but for the last one, which {@link SegmentEnd} has.
   *
   * @param round of the segment, from 0
   * @param reports one a worker, in their order
   * @return whether the segment may go on; it ends within two rounds if not
   */
  boolean roundFinished(int round, List<WorkerReport> reports);

  /**
   * The parameters were not finite any more. Throws what the training ends with.
   *
   * @param round of the segment, after which they were not
   */
  RuntimeException diverged(int round);

  /** Whether a segment that fails now was made to fail, so that the training can stop. */
  boolean isStopping();
}
