package org.convoy.check;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.convoy.check.executor.MemorySettings;
import org.convoy.check.executor.Text;
import org.convoy.train.HeapNeed;
import org.convoy.train.MemoryNeed;

/**
 * Whether the driver's heap holds a training's states and what a round brings back, and whether
 * Spark lets it.
 *
 * @param heapBytes the driver's greatest heap
 */
record DriverMemoryCheck(MemoryNeed need, MemorySettings settings, long heapBytes)
    implements Check {
  private static final String SUBJECT = "driver memory";

  DriverMemoryCheck {
    requireNonNull(need, "need is null");
    requireNonNull(settings, "settings is null");
  }

  @Override
  public List<Finding> findings() {
    HeapNeed heap = need.heap();
    long least = heap.leastDriver();
    List<Finding> problems = new ArrayList<>();
    if (heapBytes < least) {
      problems.add(
          Finding.problem(
              SUBJECT,
              ("the driver has a heap of %s; %s, as often as it is held,"
                      + " takes %s: set CONVOY_DRIVER_MEMORY=%s (spark-submit: --driver-memory)")
                  .formatted(
                      Text.size(heapBytes), state(), Text.size(least), Text.setting(least))));
    }

    if (settings.largestResult() > 0 && settings.largestResult() < heap.roundResults()) {
      problems.add(
          Finding.problem(
              SUBJECT,
              "spark.driver.maxResultSize is %s; a round brings back %s: set it to %s"
                  .formatted(
                      Text.size(settings.largestResult()),
                      Text.size(heap.roundResults()),
                      Text.setting(heap.roundResults() + (1 << 20)))));
    }

    return problems.isEmpty()
        ? List.of(
            Finding.ok(
                SUBJECT,
                "%s, as often as it is held, takes %s of a heap of %s"
                    .formatted(state(), Text.size(least), Text.size(heapBytes))))
        : problems;
  }

  private String state() {
    String one = "the training's state of " + Text.size(need.heap().state());
    return need.trainings() == 1
        ? one
        : one + " for each of %d trainings side by side".formatted(need.trainings());
  }
}
