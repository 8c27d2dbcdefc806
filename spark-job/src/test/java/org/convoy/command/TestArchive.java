package org.convoy.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.convoy.command.Command.Finished;
import org.convoy.command.Command.Running;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive of -Pdist as a user has it who did not build it: another user where the tests run as
 * root, in a folder with a space that cannot be written, with nothing of Maven.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestArchive {
  private static final Path ARCHIVE = Path.of(System.getProperty("dist.archive"));
  private static final boolean IS_ROOT = System.getProperty("user.name").equals("root");

  @TempDir private static Path folder;
  private Path home;

  @BeforeAll
  void unpack() throws Exception {
    assumeThat(ARCHIVE).as("made by -Pdist package").exists();
    Path place = Files.createDirectory(folder.resolve("my tools"));
    run("tar", "-xzf", ARCHIVE.toString(), "-C", place.toString());
    try (Stream<Path> unpacked = Files.list(place)) {
      home = unpacked.toList().get(0);
    }

    SmallDataset.write(folder.resolve("data"), 1000, 300);
    Files.writeString(
        folder.resolve("small.conf"),
        """
        epochs = 1
        batchSize = 16
        data { path = ../data, normalize { mean = [0.3], std = [0.3] } }
        model { name = lenet5, numClasses = 10 }
        """);
    run("chmod", "-R", "a+rX,a-w", folder.toString());
    run("chmod", "777", Files.createDirectory(folder.resolve("home")).toString());
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private Finished convoy(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    if (IS_ROOT) {
      command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    }

    command.add(home.resolve("bin/convoy").toString());
    command.addAll(List.of(arguments));
    File output = Files.createTempFile("convoy", "output.txt").toFile();
    File error = Files.createTempFile("convoy", "error.txt").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.resolve("home").toFile())
            .redirectOutput(output)
            .redirectError(error);
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "HOME", "/nonexistent"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    try {
      return new Running(builder.start(), output, error).await();
    } finally {
      Files.delete(output.toPath());
      Files.delete(error.toPath());
    }
  }

  @Test
  void trainsTheSameWeightsForAnyUser() throws Exception {
    Finished trained =
        convoy("train", "../small.conf", "--master", "local[2]", "--run", "run", "--json");

    assertThat(trained.exitCode()).as(trained.error()).isZero();
    Finished ours =
        new Command(folder.resolve("home"))
            .run("train", "../small.conf", "--master", "local[2]", "--run", "ours", "--json");
    assertThat(ours.exitCode()).as(ours.error()).isZero();
    assertThat(trained.json().get("weightsSha256")).isEqualTo(ours.json().get("weightsSha256"));
  }

  @Test
  void namesItsVersionAndItsSpark() throws Exception {
    assertThat(convoy("--version").output())
        .startsWith("convoy " + System.getProperty("convoy.version"));
    assertThat(convoy("inspect", "lenet5").output()).contains("61,706");
  }
}
