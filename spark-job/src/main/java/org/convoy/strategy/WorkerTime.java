package org.convoy.strategy;

import static java.util.Objects.requireNonNull;

/**
 * Where one worker's time of one round went.
 *
 * @param executor Spark's name of the process that it ran in
 * @param host of that process
 * @param startNanos when it began, on that process's {@link System#nanoTime}
 * @param endNanos when it had computed its last step, likewise
 * @param dataSeconds what it waited for batches
 * @param trainSeconds what forward, backward and update took
 */
public record WorkerTime(
    String executor,
    String host,
    long startNanos,
    long endNanos,
    double dataSeconds,
    double trainSeconds) {
  /** Of work that was not measured. */
  public static final WorkerTime NONE = new WorkerTime("", "", 0, 0, 0, 0);

  public WorkerTime {
    requireNonNull(executor, "executor is null");
    requireNonNull(host, "host is null");
  }
}
