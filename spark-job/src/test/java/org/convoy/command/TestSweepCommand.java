package org.convoy.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.convoy.command.Command.Finished;
import org.convoy.command.Command.Running;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code convoy sweep} as a process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestSweepCommand {
  @TempDir private static Path folder;
  private Command command;

  @BeforeAll
  void write() throws Exception {
    SmallDataset.write(folder.resolve("data"), 600, 200);
    Files.writeString(
        folder.resolve("base.conf"),
        """
        epochs = 4
        batchSize = 16
        data { path = data, normalize { mean = [0.3], std = [0.3] } }
        model { name = lenet5, numClasses = 10 }
        sync.every = 4
        """);
    Files.writeString(
        folder.resolve("sweep.conf"),
        """
        config = base.conf
        method = halving
        reduction = 2
        parameters.optimizer.learningRate = [0.001, 0.05, 1e9, 0.02]
        trials = 4
        """);
    command = new Command(folder);
  }

  /** Killed, and side by side: the same trials go on, to the same ends. */
  @Test
  void itsResultsDependOnTheFileAlone() throws Exception {
    Finished whole =
        command.run("sweep", "sweep.conf", "--out", "whole", "--master", "local[2]", "--json");
    Running killed = start("killed");
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> Files.exists(folder.resolve("killed/trial-001/checkpoints/last")));
    killed.process().destroyForcibly().waitFor();

    Finished continued = start("killed").await();

    assertThat(whole.exitCode()).as(whole.error()).isZero();
    assertThat(continued.exitCode()).as(continued.error()).isZero();
    assertThat(continued.json().get("effects")).isEqualTo(whole.json().get("effects"));
    for (int trial = 0; trial < 4; trial++) {
      for (String field : new String[] {"trial", "value", "epochs", "bestEpoch", "problem"}) {
        assertThat(continued.json().get("trials").get(trial).get(field))
            .as("%s of %d", field, trial)
            .isEqualTo(whole.json().get("trials").get(trial).get(field));
      }
    }

    assertThat(whole.json().get("trials").get(0).get("epochs").asInt()).isEqualTo(4);
    assertThat(whole.json().get("trials").get(3).get("problem").asText())
        .startsWith("Training diverged in epoch 1");
    assertThat(folder.resolve("whole/sweep.json")).exists();
  }

  private Running start(String out) throws Exception {
    return command.start(
        Map.of(),
        "sweep",
        "sweep.conf",
        "--out",
        out,
        "--master",
        "local[1]",
        "--parallel",
        "2",
        "--json");
  }

  @Test
  void refusesAnotherSweepInItsFolder() throws Exception {
    Files.createDirectories(folder.resolve("other"));
    Files.writeString(folder.resolve("other/sweep.conf"), "config = \"another.conf\"\n");

    Finished refused = command.run("sweep", "sweep.conf", "--out", "other");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.error())
        .contains("sweep folder ", "was begun with another sweep: ", "another folder with --out");
  }

  @Test
  void namesTheTrialWhoseConfigCannotBe() throws Exception {
    Finished refused = command.run("sweep", "sweep.conf", "parameters={optimizer.lerningRate=[1]}");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.error())
        .contains(
            "trial-001 ", "optimizer.lerningRate=1: ", "did you mean optimizer.learningRate?");
  }
}
