package org.convoy.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TestContestant {
  private final ByteArrayOutputStream answers = new ByteArrayOutputStream();

  @Test
  void saysThatItIsReadyAndAnswersEveryRunWithAtLeastOneStep() throws IOException {
    serve("run 0\nrun 0\n");

    assertThat(answers.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "{\"version\": \"counter 1\", \"parameters\": 3}",
            "{\"images\": 4, \"loss\": 0.5}",
            "{\"images\": 4, \"loss\": 0.25}");
  }

  @Test
  void runsForAtLeastTheTimeAskedFor() throws IOException {
    long start = System.nanoTime();
    serve("run 0.02\n");

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000);
  }

  @Test
  void refusesUnknownCommands() {
    assertThatThrownBy(() -> serve("stop\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected the command 'run SECONDS', got: stop");
  }

  @Test
  void refusesMissingArguments() {
    assertThatThrownBy(() -> Contestant.serve(new String[] {"lenet5"}, (a, b, c) -> new Counter()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected the arguments CASE BATCH VARIANT, got: lenet5");
  }

  private void serve(String commands) throws IOException {
    Contestant contestant = new Contestant(new Counter(), BenchmarkCase.LENET5, 4);
    PrintStream output = new PrintStream(answers, true, StandardCharsets.UTF_8);
    contestant.serve(new BufferedReader(new StringReader(commands)), output);
  }

  /** Its loss halves with every step. */
  private static final class Counter implements Trainer {
    private int steps;

    @Override
    public String version() {
      return "counter 1";
    }

    @Override
    public long parameterCount() {
      return 3;
    }

    @Override
    public double step(float[] images, int[] labels) {
      steps++;
      return Math.pow(0.5, steps);
    }
  }
}
