package org.convoy.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.convoy.command.Command.Finished;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code convoy check} as a process. */
final class TestCheckCommand {
  @TempDir private Path folder;
  private Command command;

  @BeforeEach
  void prepare() throws IOException {
    SmallDataset.write(folder.resolve("data"), 40, 20);
    Files.writeString(folder.resolve("file"), "in the way");
    Files.writeString(
        folder.resolve("small.conf"),
        """
        data { path = data, normalize { mean = [0.3], std = [0.3] } }
        model { name = lenet5, numClasses = 10 }
        """);
    command = new Command(folder);
  }

  @Test
  void isReadyAndLeavesNothing() throws Exception {
    Finished check =
        command.run("check", "small.conf", "--master", "local[1]", "--run", "a/b", "--json");

    assertThat(check.exitCode()).as(check.error()).isZero();
    assertThat(check.output())
        .contains("ok       data           ", "the first of each decodes", "Ready, with warnings.");
    assertThat(check.json().get("ready").asBoolean()).isTrue();
    assertThat(check.json().get("problems")).isEmpty();
    assertThat(check.json().get("warnings"))
        .anySatisfy(
            warning ->
                assertThat(warning.asText())
                    .startsWith(
                        "slots: 2 workers on 1 task slot of 1 executor; a round runs in 2 waves"))
        .anySatisfy(
            warning ->
                assertThat(warning.asText())
                    .startsWith("config: an epoch has only 1 step: a step takes workers x"));
    assertThat(folder.resolve("a")).doesNotExist();
  }

  @Test
  void listsAllProblemsAtOnce() throws Exception {
    Finished check =
        command.run(
            "check",
            "small.conf",
            "--master",
            "local[2]",
            "--run",
            "file/run",
            "data.path=nowhere",
            "--json");

    assertThat(check.exitCode()).isEqualTo(2);
    assertThat(check.json().get("ready").asBoolean()).isFalse();
    assertThat(check.json().get("problems")).hasSize(2);
    assertThat(check.json().get("problems").get(0).asText()).startsWith("run folder: ");
    assertThat(check.json().get("problems").get(1).asText())
        .startsWith("data: ")
        .contains("nowhere");
  }

  @Test
  void dataAloneHaveTheirOwnExitCode() throws Exception {
    Finished check =
        command
            .start(
                Map.of("CONVOY_JAVA_OPTS", "-Dconvoy.terminal=true"),
                "check",
                "small.conf",
                "--master",
                "local[2]",
                "data.path=nowhere")
            .await();

    assertThat(check.exitCode()).isEqualTo(4);
    assertThat(check.output()).contains("Checking ", "  the data", "  Spark", "  the executors");
  }

  @Test
  void trainRefusesBeforeItWritesAnything() throws Exception {
    Finished train =
        command
            .start(
                Map.of("CONVOY_JAVA_OPTS", "-Dorg.bytedeco.javacpp.maxbytes=500k"),
                "train",
                "small.conf",
                "--master",
                "local[2]",
                "--run",
                "run",
                "batchSize=900000")
            .await();

    assertThat(train.exitCode()).as(train.error()).isEqualTo(2);
    assertThat(train.error())
        .contains("before training:\n  memory: this process may take ", "or lower batchSize");
    assertThat(folder.resolve("run")).doesNotExist();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString())).doesNotContain("runs");
    }
  }
}
