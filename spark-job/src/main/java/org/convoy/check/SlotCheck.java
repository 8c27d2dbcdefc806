package org.convoy.check;

import java.util.List;
import org.convoy.check.executor.Executor;
import org.convoy.check.executor.Text;

/**
 * Whether there are as many task slots as workers. Fewer are legal, as a round's tasks wait for
 * each other's slots, and more stand idle.
 */
record SlotCheck(int workers, List<Executor> executors) implements Check {
  private static final String SUBJECT = "slots";

  SlotCheck {
    executors = List.copyOf(executors);
  }

  @Override
  public List<Finding> findings() {
    int slots = executors.stream().mapToInt(Executor::slots).sum();
    String found =
        "%s on %s of %s"
            .formatted(
                Text.count(workers, "worker"),
                Text.count(slots, "task slot"),
                Text.count(executors.size(), "executor"));
    return List.of(slots == workers ? Finding.ok(SUBJECT, found) : warning(found, slots));
  }

  private Finding warning(String found, int slots) {
    if (slots > workers) {
      String idle =
          "; %d stand idle: workers = %d would use all, or spark.task.cpus > 1 to decode ahead"
              .formatted(slots - workers, slots);
      return Finding.warning(SUBJECT, found + idle);
    }

    int waves = (workers - 1) / Math.max(1, slots) + 1;
    String waits = "; a round runs in %d waves, which more executors or cores would save";
    return Finding.warning(SUBJECT, found + waits.formatted(waves));
  }
}
