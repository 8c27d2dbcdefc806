package org.convoy.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.convoy.run.RunSummary;
import org.convoy.run.RunSummary.State;
import org.junit.jupiter.api.Test;

final class TestRunTable {
  @Test
  void hasColumnsAsWideAsTheyMustBe() {
    RunSummary done =
        new RunSummary(
            "runs/a", State.DONE, null, 8, 8, 0.9, 0.25, 0.9035, 7, 3725.4, Map.of("workers", "2"));
    RunSummary failed =
        new RunSummary(
            "runs/b\u001b[2J",
            State.FAILED,
            "1 problem:\n  no data\nmore",
            0,
            8,
            null,
            null,
            null,
            null,
            0,
            Map.of());

    assertThat(RunTable.lines(List.of(done, failed)))
        .containsExactly(
            "Run              state   epochs  best accuracy     accuracy  loss    time",
            "runs/a           done    8/8     0.9035 (epoch 7)  0.9000    0.2500  1:02:05  workers=2",
            "runs/b\\u001b[2J  failed  0/8     -                 -         -       0:00:00",
            "  1 problem: no data");
  }
}
