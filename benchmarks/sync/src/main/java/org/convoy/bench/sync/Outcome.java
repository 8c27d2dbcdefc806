package org.convoy.bench.sync;

import java.util.List;
import org.convoy.train.HeapNeed;

/**
 * What came of a task.
 *
 * @param parameters trained values and running statistics
 * @param stateBytes of all that a round starts from
 * @param seconds of the whole training, Spark's start not included
 * @param rounds in their order
 * @param loss of the last round, mean
 * @param driverHeap bytes that the preflight asks for; 0, as the next, where it has none
 * @param executorHeap bytes that it asks for, of an executor with one task slot
 */
public record Outcome(
    int parameters,
    long stateBytes,
    double seconds,
    List<Round> rounds,
    double loss,
    long driverHeap,
    long executorHeap) {
  /** Of a task that only asks for heaps. */
  static Outcome untrained(HeapNeed need) {
    return new Outcome(0, 0, 0, List.of(), 0, need.leastDriver(), need.leastExecutor(1));
  }

  /**
   * One round.
   *
   * @param seconds on the driver's clock
   * @param computing seconds of all workers, summed: their batches and their training steps
   * @param driverBytes read and written by the driver's process
   */
  public record Round(double seconds, double computing, long driverBytes) {}
}
