package org.convoy.check;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.convoy.train.MemoryNeed;

/**
 * Whether the driver holds what a round brings back, as bytes and as vectors, beside the model
 * before and after it and the one that a checkpoint writes; and whether Spark lets it.
 *
 * @param heapBytes the driver's greatest heap
 */
record DriverMemoryCheck(MemoryNeed need, MemorySettings settings, long heapBytes)
    implements Check {
  private static final String SUBJECT = "driver memory";
  private static final int STATES = 4;

  DriverMemoryCheck {
    requireNonNull(need, "need is null");
    requireNonNull(settings, "settings is null");
  }

  @Override
  public List<Finding> findings() {
    long least = ExecutorMemoryCheck.IDLE_HEAP + STATES * need.state() + 2 * need.roundResults();
    List<Finding> problems = new ArrayList<>();
    if (heapBytes < least) {
      problems.add(
          Finding.problem(
              SUBJECT,
              ("the driver has a heap of %s; the model and the %s that a round brings back take %s:"
                      + " set CONVOY_DRIVER_MEMORY=%s (spark-submit: --driver-memory)")
                  .formatted(
                      Text.size(heapBytes),
                      Text.size(need.roundResults()),
                      Text.size(least),
                      Text.setting(least))));
    }

    if (settings.largestResult() > 0 && settings.largestResult() < need.roundResults()) {
      problems.add(
          Finding.problem(
              SUBJECT,
              "spark.driver.maxResultSize is %s; a round brings back %s: set it to %s"
                  .formatted(
                      Text.size(settings.largestResult()),
                      Text.size(need.roundResults()),
                      Text.setting(need.roundResults() + (1 << 20)))));
    }

    return problems.isEmpty()
        ? List.of(Finding.ok(SUBJECT, "a round brings back " + Text.size(need.roundResults())))
        : problems;
  }
}
