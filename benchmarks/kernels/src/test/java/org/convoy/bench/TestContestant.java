package org.convoy.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestContestant {
  private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  @Test
  void saysThatItIsReadyAndAnswersEveryRunWithAtLeastOneStep() throws IOException {
    serve(1, "run 0\nrun 0\n");

    assertThat(answers())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("{\"version\": \"counter 1\", \"parameters\": 3}"),
            line -> assertThat(line).matches(answer(4, "0.5")),
            line -> assertThat(line).matches(answer(4, "0.25")));
  }

  @Test
  void addsUpTheImagesOfAllReplicasAndAveragesTheirLosses() throws IOException {
    serve(3, "run 0\n");

    assertThat(answers()).last(STRING).matches(answer(12, "0.5"));
  }

  @Test
  void everyReplicaTrainsOnAThreadOfItsOwn() throws IOException {
    serve(2, "run 0\nrun 0\n");

    assertThat(threads).hasSize(2).doesNotContain(Thread.currentThread());
  }

  @Test
  void runsForAtLeastTheTimeAskedFor() throws IOException {
    long start = System.nanoTime();
    serve(1, "run 0.02\n");

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000);
  }

  @Test
  void passesOnWhyAReplicaFailed() {
    IllegalArgumentException cause = new IllegalArgumentException("no such layout");

    assertThatThrownBy(
            () ->
                replica(
                    () -> {
                      throw cause;
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("A replica failed")
        .hasCause(cause);
  }

  @Test
  void refusesUnknownCommands() {
    assertThatThrownBy(() -> serve(1, "stop\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected the command 'run SECONDS', got: stop");
  }

  @Test
  void refusesMissingArguments() {
    assertThatThrownBy(() -> Contestant.serve(new String[] {"lenet5"}, (a, b, c) -> new Counter()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected the arguments CASE BATCH VARIANT [REPLICAS], got: lenet5");
  }

  private void serve(int replicas, String commands) throws IOException {
    Contestant contestant =
        new Contestant(
            IntStream.range(0, replicas).mapToObj(index -> replica(Counter::new)).toList());
    PrintStream output = new PrintStream(answers, true, StandardCharsets.UTF_8);
    contestant.serve(new BufferedReader(new StringReader(commands)), output);
  }

  private static Replica replica(Callable<Trainer> factory) {
    return new Replica(factory, new RandomBatches(BenchmarkCase.LENET5, 4, 1), 4);
  }

  private List<String> answers() {
    return answers.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static String answer(int images, String loss) {
    return "\\{\"images\": "
        + images
        + ", \"images_per_second\": [0-9.E]+, \"loss\": "
        + loss
        + "\\}";
  }

  /** Its loss halves with every step. */
  private final class Counter implements Trainer {
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
      threads.add(Thread.currentThread());
      steps++;
      return Math.pow(0.5, steps);
    }
  }
}
