package org.convoy.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.convoy.command.Command.Finished;
import org.convoy.command.Command.Running;

/** A training that one process begins, which is killed, and another one ends. */
final class BegunRun {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;

  /**
   * @param folder where data, config and runs are written
   */
  BegunRun(Path folder) throws IOException {
    this.folder = folder;
    SmallDataset.write(folder.resolve("data"), 1000, 300);
    Files.writeString(
        folder.resolve("small.conf"),
        """
        epochs = 6
        batchSize = 16
        data { path = data, normalize { mean = [0.3], std = [0.3] } }
        model { name = lenet5, numClasses = 10 }
        optimizer { name = adamw }
        sync.every = 4
        checkpoint.everyRounds = 1
        """);
  }

  private Running start(Map<String, String> environment, String run) throws IOException {
    return new Command(folder)
        .start(environment, "train", "small.conf", "--master", "local[2]", "--run", run, "--json");
  }

  /** From beginning to end in one process. */
  Finished whole(Map<String, String> environment) throws IOException, InterruptedException {
    return start(environment, "whole").await();
  }

  /** Begins with one environment and, in the middle of the second epoch, goes on with another. */
  Finished handedOver(String run, Map<String, String> first, Map<String, String> second)
      throws IOException, InterruptedException {
    Running begun = start(first, run);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> !begun.process().isAlive() || hasCheckpoint(run));
    begun.process().destroyForcibly();
    Finished killed = begun.await();
    assertThat(killed.exitCode()).as(killed.error()).isEqualTo(128 + 9);
    return start(second, run).await();
  }

  private boolean hasCheckpoint(String run) throws IOException {
    Path checkpoints = folder.resolve(run).resolve("checkpoints");
    if (!Files.isDirectory(checkpoints)) {
      return false;
    }

    try (Stream<Path> names = Files.list(checkpoints)) {
      return names.anyMatch(
          name -> name.getFileName().toString().compareTo("epoch-00001-round-000003") >= 0);
    }
  }

  static String weights(Finished training) {
    assertThat(training.exitCode()).as(training.error()).isZero();
    assertThat(training.output()).contains("weightsSha256");
    return training.json().get("weightsSha256").asText();
  }
}
