package org.convoy.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A contestant's process: makes its trainer, says that it is ready, then trains for as long as each
 * line on standard input tells it to. The protocol is described in docs/benchmarks.md.
 */
public final class Contestant {
  private static final long SEED = 1;

  private final Trainer trainer;
  private final RandomBatches batches;
  private final int batchSize;

  Contestant(Trainer trainer, BenchmarkCase benchmarkCase, int batchSize) {
    this.trainer = trainer;
    this.batches = new RandomBatches(benchmarkCase, batchSize, SEED);
    this.batchSize = batchSize;
  }

  /** Makes the trainer of one contestant. */
  @FunctionalInterface
  public interface TrainerFactory {
    Trainer create(BenchmarkCase benchmarkCase, int batchSize, String variant) throws IOException;
  }

  /**
   * Serves the benchmark until standard input ends.
   *
   * @param arguments name of the case, batch size and variant: the memory layout for contestants
   *     that know several, else {@code default}
   * @throws IllegalArgumentException if the arguments or a line on standard input are malformed
   */
  public static void serve(String[] arguments, TrainerFactory factory) throws IOException {
    if (arguments.length != 3) {
      throw new IllegalArgumentException(
          "Expected the arguments CASE BATCH VARIANT, got: " + String.join(" ", arguments));
    }

    PrintStream answers = System.out;
    // Libraries that print to standard output must not disturb the protocol.
    System.setOut(System.err);
    BenchmarkCase benchmarkCase = BenchmarkCase.of(arguments[0]);
    int batchSize = Integer.parseInt(arguments[1]);
    Trainer trainer = factory.create(benchmarkCase, batchSize, arguments[2]);
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    new Contestant(trainer, benchmarkCase, batchSize).serve(commands, answers);
  }

  void serve(BufferedReader commands, PrintStream answers) throws IOException {
    answer(
        answers,
        "{\"version\": \"%s\", \"parameters\": %d}",
        trainer.version(),
        trainer.parameterCount());

    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      run(seconds(line), answers);
    }
  }

  private static double seconds(String line) {
    String[] words = line.split(" ", -1);

    if (words.length != 2 || !words[0].equals("run")) {
      throw new IllegalArgumentException("Expected the command 'run SECONDS', got: " + line);
    }

    return Double.parseDouble(words[1]);
  }

  private void run(double seconds, PrintStream answers) {
    long end = System.nanoTime() + Math.round(seconds * 1e9);
    long images = 0;
    double loss;

    do {
      batches.next();
      loss = trainer.step(batches.images(), batches.labels());
      images += batchSize;
    } while (System.nanoTime() < end);

    answer(answers, "{\"images\": %d, \"loss\": %s}", images, loss);
  }

  private static void answer(PrintStream answers, String format, Object... values) {
    answers.println(String.format(Locale.ROOT, format, values));
    answers.flush();
  }
}
