package org.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.convoy.cli.process.ExitCode;
import org.convoy.data.Image;
import org.convoy.data.codec.PnmEncoder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --dry-run}: the training's own path, of which nothing stays. */
@ExtendWith(LocalSpark.class)
final class TestDryRun {
  private static final int SIDE = 28;

  @TempDir private Path folder;

  @BeforeEach
  void setUp() throws IOException {
    for (String place : List.of("train/cat", "train/dog", "val/cat", "val/dog")) {
      Path files = Files.createDirectories(folder.resolve("images").resolve(place));
      for (int number = 0; number < 60; number++) {
        byte[] pixels = new byte[SIDE * SIDE];
        pixels[5 + number] = (byte) number;
        Files.write(
            files.resolve(number + ".pgm"), PnmEncoder.encode(new Image(SIDE, SIDE, 1, pixels)));
      }
    }

    Files.writeString(
        folder.resolve("small.conf"),
        """
        epochs = 50
        batchSize = 2
        data { path = "%s", color = gray }
        data.transforms.train = [{resize {size = [28, 28]}}]
        data.transforms.validation = [{resize {size = [28, 28]}}]
        model { name = lenet5 }
        sync.every = 5
        """
            .formatted(folder.resolve("images")));
  }

  private Finished dryRun(String... more) {
    return Finished.of(
        Stream.concat(
                Stream.of(
                    "train",
                    folder.resolve("small.conf").toString(),
                    "--run",
                    folder.resolve("run").toString(),
                    "--dry-run"),
                Stream.of(more))
            .toList());
  }

  private static List<String> temporary() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("convoy-rehearsal"))
          .toList();
    }
  }

  private void assertNothingStays(List<String> before) throws IOException {
    assertThat(folder.resolve("run")).doesNotExist();
    assertThat(temporary()).isSubsetOf(before);
  }

  @Test
  void trainsSomeRoundsAndKeepsNothing() throws IOException {
    List<String> before = temporary();

    Finished done = dryRun("--json").successful();

    assertThat(done.lines())
        .anyMatch(line -> line.startsWith("Round 2/2  "))
        .anyMatch(line -> line.matches("About \\d+:\\d\\d:\\d\\d h for 50 epochs"))
        .noneMatch(line -> line.startsWith("Round 3/"));
    assertThat(done.json().get("rounds").asInt()).isEqualTo(2);
    assertThat(done.json().get("evaluated").asInt()).isEqualTo(120);
    double speed = done.json().get("imagesPerSecond").asDouble();
    assertThat(speed).isPositive();
    assertThat(done.json().get("estimatedSeconds").asDouble())
        .isBetween(50 * 120 / speed, 50 * 240 / speed * 1.001);
    assertNothingStays(before);
  }

  @Test
  void endsAsTheTrainingWould() throws IOException {
    List<String> before = temporary();

    Finished diverged = dryRun("optimizer.learningRate=1e30");

    assertThat(diverged.exitCode()).isEqualTo(ExitCode.DIVERGED.number());
    assertThat(diverged.error()).contains("Training diverged in epoch 1, round");
    assertNothingStays(before);
  }

  @Test
  void goesWithoutWhatIsForRunFolders() {
    Finished refused = dryRun("--override");

    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(refused.error())
        .startsWith("convoy: --dry-run goes without --override, --same-data and --profile");
  }
}
