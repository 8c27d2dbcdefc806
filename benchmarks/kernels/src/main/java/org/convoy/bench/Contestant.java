package org.convoy.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Future;
import org.convoy.bench.Replica.Progress;

/**
 * A contestant's process: makes its replicas, says that it is ready, then trains for as long as
 * each line on standard input tells it to. The protocol is described in docs/benchmarks.md.
 */
public final class Contestant {
  private final List<Replica> replicas;

  Contestant(List<Replica> replicas) {
    this.replicas = List.copyOf(replicas);
  }

  /** Makes the trainer of one replica of a contestant; called by the thread that will train. */
  @FunctionalInterface
  public interface TrainerFactory {
    Trainer create(BenchmarkCase benchmarkCase, int batchSize, String variant) throws IOException;
  }

  /**
   * Serves the benchmark until standard input ends.
   *
   * @param arguments name of the case, batch size, variant (the memory layout or the kernels for
   *     contestants that know several, else {@code default}) and, if it is not 1, the number of
   *     replicas
   * @throws IllegalArgumentException if the arguments or a line on standard input are malformed
   * @throws IllegalStateException if a replica cannot be made or fails
   */
  public static void serve(String[] arguments, TrainerFactory factory) throws IOException {
    if (arguments.length != 3 && arguments.length != 4) {
      throw new IllegalArgumentException(
          "Expected the arguments CASE BATCH VARIANT [REPLICAS], got: "
              + String.join(" ", arguments));
    }

    PrintStream answers = System.out;
    // Libraries that print to standard output must not disturb the protocol.
    System.setOut(System.err);
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    new Contestant(replicas(arguments, factory)).serve(commands, answers);
  }

  private static List<Replica> replicas(String[] arguments, TrainerFactory factory) {
    BenchmarkCase benchmarkCase = BenchmarkCase.of(arguments[0]);
    int batchSize = Integer.parseInt(arguments[1]);
    int count = arguments.length == 3 ? 1 : Integer.parseInt(arguments[3]);
    List<Replica> replicas = new ArrayList<>();

    for (int seed = 1; seed <= count; seed++) {
      replicas.add(
          new Replica(
              () -> factory.create(benchmarkCase, batchSize, arguments[2]),
              new RandomBatches(benchmarkCase, batchSize, seed),
              batchSize));
    }

    return replicas;
  }

  void serve(BufferedReader commands, PrintStream answers) throws IOException {
    Trainer first = replicas.get(0).trainer();
    answer(
        answers,
        "{\"version\": \"%s\", \"parameters\": %d}",
        first.version(),
        first.parameterCount());

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

  /** Lets all replicas train at the same time and waits for the last one. */
  private void run(double seconds, PrintStream answers) {
    List<Future<Progress>> started =
        replicas.stream().map(replica -> replica.start(seconds)).toList();
    List<Progress> done = started.stream().map(Replica::result).toList();
    answer(
        answers,
        "{\"images\": %d, \"images_per_second\": %s, \"loss\": %s}",
        done.stream().mapToLong(Progress::images).sum(),
        done.stream().mapToDouble(Progress::imagesPerSecond).sum(),
        done.stream().mapToDouble(Progress::loss).sum() / done.size());
  }

  private static void answer(PrintStream answers, String format, Object... values) {
    answers.println(String.format(Locale.ROOT, format, values));
    answers.flush();
  }
}
