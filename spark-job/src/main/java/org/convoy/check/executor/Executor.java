package org.convoy.check.executor;

import java.util.List;
import java.util.Optional;

/**
 * An executor as Spark knows it, with what it says of itself.
 *
 * @param slots tasks that it computes at once
 * @param gpuAddresses of the GPUs that Spark gave it
 * @param facts empty if it did not answer
 */
public record Executor(
    String id, String host, int slots, List<String> gpuAddresses, Optional<ExecutorFacts> facts) {
  public Executor {
    gpuAddresses = List.copyOf(gpuAddresses);
  }

  /** With what it says of itself. */
  public Executor saying(ExecutorFacts said) {
    return new Executor(id, host, slots, gpuAddresses, Optional.of(said));
  }

  /** As messages name it. */
  public String name() {
    return id.equals("driver") ? "this process" : "executor " + id + " on " + host;
  }
}
