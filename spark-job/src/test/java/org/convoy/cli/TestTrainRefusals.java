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

  @Test
  void workersWithoutAnImage() {
    assertRefused(
        "workers = 20000: there are only 4 training images, and workers without an image train"
            + " nothing; set workers to at most 4, such as the number of Spark's task slots",
        "workers=20000");
  }

  /** Whatever an earlier process left there is not how this one ends. */
  @Test
  void isNotedWhereARunWasBegun() throws IOException {
    Path run = Files.createDirectories(folder.resolve("run"));
    Path ending = run.resolve("exit.json");
    Files.writeString(run.resolve("config.conf"), "");

    for (String setting :
        List.of("workers=20000", "data.path=" + folder.resolve("gone"), "epoch=1", "workers=2")) {
      Files.writeString(ending, "{\"code\":75,\"message\":\"stopped\"}");
      int code = execute(new StringWriter(), run, setting);

      assertThat(ending).content().as(setting).contains("\"code\":" + code + ",");
      assertThat(run.resolve("running.json")).doesNotExist();
    }

    assertThat(ending).content().contains("config.conf");
    Path fresh = folder.resolve("fresh");
    execute(new StringWriter(), fresh, "data.path=" + folder.resolve("gone"));
    assertThat(fresh).doesNotExist();
  }

  /** Its last sign of life comes while this process waits for one; a second wait would see none. */
  @Test
  void aFolderOfAnotherMachineIsWaitedForOnce() throws Exception {
    Path run = Files.createDirectories(folder.resolve("run"));
    Files.writeString(run.resolve("config.conf"), "");
    Files.writeString(run.resolve("exit.json"), "{\"code\":75,\"message\":\"stopped\"}");
    Path owner = run.resolve("running.json");
    Files.writeString(owner, "{\"id\":\"x\",\"host\":\"elsewhere\",\"pid\":7,\"beats\":1}");
    Thread other =
        new Thread(
            () -> {
              try {
                Thread.sleep(2000);
                Files.writeString(
                    owner, "{\"id\":\"x\",\"host\":\"elsewhere\",\"pid\":7,\"beats\":2}");
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    other.start();

    StringWriter error = new StringWriter();
    int code = execute(error, run, "workers=2");
    other.join();

    assertThat(error.toString()).contains("is being trained by process 7 on elsewhere, since ");
    assertThat(code).isEqualTo(ExitCode.USAGE.number());
    assertThat(run.resolve("exit.json")).content().contains("\"code\":75,");
    assertThat(owner).exists();
  }

  private void assertRefused(String problem, String... settings) {
    StringWriter error = new StringWriter();
    Path run = folder.resolve("run");
    int code = execute(error, run, settings);

    assertThat(error.toString())
        .isEqualTo("convoy: 1 problem in the configuration:\n  " + problem + "\n");
    assertThat(code).isEqualTo(ExitCode.USAGE.number());
    assertThat(run).doesNotExist();
  }

  private int execute(StringWriter error, Path run, String... settings) {
    String[] arguments =
        Stream.concat(
                Stream.of(
                    "train", folder.resolve("small.conf").toString(), "--run", run.toString()),
                Stream.of(settings))
            .toArray(String[]::new);
    return Main.commandLine(new StopRequest())
        .setErr(new PrintWriter(error, true))
        .execute(arguments);
  }
}
