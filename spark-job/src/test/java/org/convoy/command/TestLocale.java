package org.convoy.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.convoy.command.Command.Finished;
import org.convoy.command.Command.Running;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names with letters of all the world, in a process whose locale knows English ones only. */
final class TestLocale {
  @TempDir private Path folder;

  /** By the shell, as the locale of this process may be such a one. */
  @BeforeEach
  void writeImages() throws IOException, InterruptedException {
    String script =
        """
        for split in train test; do
          for class in $'\\xc3\\x84pfel' birnen $'\\xe6\\xa2\\xa8'; do
            mkdir -p data/$split/$class
            printf 'P5 2 2 255\\n1234' > data/$split/$class/0.pgm
            printf 'P5 2 2 255\\n1234' > data/$split/$class/$'\\xc3\\xa9'.pgm
          done
        done
        """;
    Process shell =
        new ProcessBuilder("bash", "-c", script).directory(folder.toFile()).inheritIO().start();
    assertThat(shell.waitFor()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX"})
  void theScriptFindsAllClassesAndPrintsTheirNames(String locale) throws Exception {
    Finished stats =
        new Command(folder)
            .start(Map.of("LC_ALL", locale), "stats", "data", "--master", "local[1]", "--json")
            .await();

    assertThat(stats.exitCode()).as(stats.error()).isZero();
    assertThat(stats.json().get("samples").asInt()).isEqualTo(6);
    assertThat(stats.json().get("classes").fieldNames())
        .toIterable()
        .containsExactly("birnen", "\u00c4pfel", "\u68a8");
  }

  /** As spark-submit without the script would be. */
  private Finished withoutScript(String... arguments) throws Exception {
    String classPath = Command.classPath();
    Path output = Files.createTempFile(folder, "output", ".txt");
    Path error = Files.createTempFile(folder, "error", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                "org.convoy.cli.Main")
            .directory(folder.toFile())
            .redirectOutput(output.toFile())
            .redirectError(error.toFile());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Running(process, output.toFile(), error.toFile()).await();
  }

  @Test
  void aListingThatLosesNamesFails() throws Exception {
    Finished stats = withoutScript("stats", "data");

    assertThat(stats.exitCode()).as(stats.error()).isEqualTo(4);
    assertThat(stats.error())
        .contains("data/train: expected 3 files and folders that can be read, found 2 that cannot")
        .contains("set LC_ALL=C.UTF-8 where this process is started");
  }
}
