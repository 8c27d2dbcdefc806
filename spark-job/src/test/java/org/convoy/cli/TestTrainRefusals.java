package org.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.convoy.cli.process.ExitCode;
import org.convoy.data.Image;
import org.convoy.data.codec.PnmEncoder;
import org.convoy.train.stop.StopRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run folder that was begun with a config which cannot be trained would refuse a right one. */
final class TestTrainRefusals {
  private static final int SIDE = 28;

  @TempDir private Path folder;

  /** Two images of each of two classes in either split. */
  @BeforeEach
  void writeConfigAndData() throws IOException {
    byte[] image = PnmEncoder.encode(new Image(SIDE, SIDE, 1, new byte[SIDE * SIDE]));
    for (String name : List.of("train/cat", "train/dog", "test/cat", "test/dog")) {
      Path images = Files.createDirectories(folder.resolve("data").resolve(name));
      Files.write(images.resolve("1.pgm"), image);
      Files.write(images.resolve("2.pgm"), image);
    }

    Files.writeString(
        folder.resolve("small.conf"),
        """
        data { path = "%s", color = gray }
        data.transforms.train = [{resize {size = [28, 28]}}]
        data.transforms.validation = [{resize {size = [28, 28]}}]
        model { name = lenet5, numClasses = 2 }
        """
            .formatted(folder.resolve("data")));
  }

  @Test
  void stepsThatAreNeverFull() {
    assertRefused(
        "data.dropLast: 4 samples do not fill one step of 1 workers x batch size 8, and short steps"
            + " are dropped: use a smaller batch size or keep the last step",
        "workers=1",
        "batchSize=8",
        "data.dropLast=true");
  }

  @Test
  void scheduleThatEndsBeforeTheTraining() {
    assertRefused(
        "schedule.totalSteps = 3: must be at least the 4 units of the training after the warm-up",
        "epochs=2",
        "workers=1",
        "batchSize=2",
        "schedule.name=one-cycle",
        "schedule.totalSteps=3");
  }

  private void assertRefused(String problem, String... settings) {
    StringWriter error = new StringWriter();
    Path run = folder.resolve("run");
    String[] arguments =
        Stream.concat(
                Stream.of(
                    "train", folder.resolve("small.conf").toString(), "--run", run.toString()),
                Stream.of(settings))
            .toArray(String[]::new);

    int code =
        Main.commandLine(new StopRequest()).setErr(new PrintWriter(error, true)).execute(arguments);

    assertThat(error.toString())
        .isEqualTo("convoy: 1 problem in the configuration:\n  " + problem + "\n");
    assertThat(code).isEqualTo(ExitCode.USAGE.number());
    assertThat(run).doesNotExist();
  }
}
