package org.convoy.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.convoy.command.Command.Finished;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestEvaluateCommand {
  private static final Path FOLDER = Path.of(System.getProperty("reference.data.dir", ""));
  private static final Path WEIGHTS = FOLDER.resolve("weights/resnet20-cifar10.safetensors");
  private static final Path IMAGES = FOLDER.resolve("data/cifar10-images.tar.gz");

  @TempDir private Path folder;

  /** PyTorch with Pillow classifies 8103 of the 10,000 images correctly. */
  @Test
  void classifiesWithWeightsOfAnotherProgramAsPyTorchDoes() throws Exception {
    for (Path file : new Path[] {WEIGHTS, IMAGES}) {
      assumeThat(file)
          .as("set -Dreference.data.dir to the folder that holds weights/ and data/ to run this")
          .isRegularFile();
    }

    Finished finished =
        new Command(folder)
            .run(
                "evaluate",
                WEIGHTS.toString(),
                "--data",
                IMAGES.toString(),
                "--per-class",
                "--json");

    assertThat(finished.exitCode()).as(finished.error()).isZero();
    assertThat(finished.json().path("samples").asInt()).isEqualTo(10_000);
    assertThat(finished.json().path("correct").asInt()).isBetween(8098, 8108);
    assertThat(finished.json().path("topFiveAccuracy").asDouble()).isBetween(0.97, 1.0);
    assertThat(finished.json().path("calibrationError").asDouble()).isBetween(0.0, 0.2);
    long correct = 0;
    for (int label = 0; label < 10; label++) {
      assertThat(finished.json().path("classes").path(label).path("support").asInt())
          .isEqualTo(1000);
      correct += finished.json().path("confusion").path(label).path(label).asLong();
    }

    assertThat(correct).isEqualTo(finished.json().path("correct").asLong());
  }
}
