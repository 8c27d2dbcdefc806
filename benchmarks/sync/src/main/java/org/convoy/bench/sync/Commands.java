package org.convoy.bench.sync;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The line protocol of a contestant: it says that it is ready, then answers each line on standard
 * input, which is a {@link Task} or a {@link Deal} as JSON, by what came of it. Described in
 * docs/benchmarks.md.
 */
public final class Commands {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Commands() {}

  /** Does one task. */
  @FunctionalInterface
  public interface Contestant<T> {
    Object run(T task) throws IOException;
  }

  /** Serves the benchmark until standard input ends. */
  public static void serve(String version, Contestant<Task> contestant) throws IOException {
    serve(version, Task.class, contestant);
  }

  /** The same with tasks of another kind. */
  public static <T> void serve(String version, Class<T> type, Contestant<T> contestant)
      throws IOException {
    PrintStream answers = System.out;
    // Libraries that print to standard output must not disturb the protocol.
    System.setOut(System.err);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    answers.println(JSON.createObjectNode().put("version", version));
    answers.flush();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Object outcome = contestant.run(JSON.readValue(line, type));
      answers.println(JSON.writeValueAsString(outcome));
      answers.flush();
    }
  }
}
