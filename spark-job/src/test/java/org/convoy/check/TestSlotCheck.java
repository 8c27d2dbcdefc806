package org.convoy.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convoy.check.executor.Executor;
import org.junit.jupiter.api.Test;

final class TestSlotCheck {
  private static Finding finding(int workers, int slots) {
    Executor executor = Executors.executor(slots, Executors.facts());
    return new SlotCheck(workers, List.of(executor)).findings().get(0);
  }

  @Test
  void aSlotForEachWorker() {
    assertThat(finding(2, 2))
        .isEqualTo(Finding.ok("slots", "2 workers on 2 task slots of 1 executor"));
  }

  @Test
  void fewerSlotsMakeWaves() {
    assertThat(finding(5, 2))
        .isEqualTo(
            Finding.warning(
                "slots",
                "5 workers on 2 task slots of 1 executor; a round runs in 3 waves, which more"
                    + " executors or cores would save"));
  }

  @Test
  void wavesOfAsManyWorkersAsAConfigCanName() {
    assertThat(finding(Integer.MAX_VALUE, 2).toString())
        .contains("a round runs in 1073741824 waves");
  }

  @Test
  void moreSlotsStandIdle() {
    assertThat(finding(1, 4))
        .isEqualTo(
            Finding.warning(
                "slots",
                "1 worker on 4 task slots of 1 executor; 3 stand idle: workers = 4 would use all,"
                    + " or spark.task.cpus > 1 to decode ahead"));
  }
}
