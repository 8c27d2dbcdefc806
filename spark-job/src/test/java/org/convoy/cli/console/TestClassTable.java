package org.convoy.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convoy.metric.EvaluationCounter;
import org.convoy.state.Tally;
import org.junit.jupiter.api.Test;

final class TestClassTable {
  @Test
  void hasALineForEachClassAndTheirMean() {
    EvaluationCounter counter = new EvaluationCounter();
    counter.add(
        new int[4], new int[] {0, 0, 0, 1}, new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0});

    List<String> lines =
        ClassTable.lines(
            counter.with(new Tally(4, 0, 4, 2)).confusion(),
            List.of("cat", "do\tg\u001b[31m", "owl"));

    assertThat(lines)
        .containsExactly(
            "Class              images  precision  recall      F1  mostly taken for",
            "cat                     3     1.0000  0.3333  0.5000  do\\tg\\u001b[31m (1)",
            "do\\tg\\u001b[31m         1     0.5000  1.0000  0.6667",
            "owl                     0     0.0000  0.0000  0.0000",
            "mean                    4     0.5000  0.4444  0.3889");
  }
}
