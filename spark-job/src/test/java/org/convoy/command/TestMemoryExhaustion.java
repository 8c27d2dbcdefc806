package org.convoy.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.convoy.command.Command.Finished;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands whose heap or native memory is too small for what they are given, as processes. */
final class TestMemoryExhaustion {
  private static final int SMALL = 32;

  /** 88 megapixels, within the limit; all zeros, so that the file takes no room on the disk. */
  private static final int LARGE = 9400;

  @TempDir private Path folder;
  private Command command;

  @BeforeEach
  void makeTheCommand() {
    command = new Command(folder);
  }

  private void write(String name, int side) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    byte[] header = "P6 %d %d 255\n".formatted(side, side).getBytes(US_ASCII);
    try (RandomAccessFile image = new RandomAccessFile(file.toFile(), "rw")) {
      image.write(header);
      image.setLength(header.length + 3L * side * side);
    }
  }

  /** The first image of each split is a small one. */
  private void writeImages() throws IOException {
    for (String label : new String[] {"a", "b"}) {
      write("data/test/" + label + "/0.ppm", SMALL);
      for (int i = 0; i < 4; i++) {
        write("data/train/%s/%d.ppm".formatted(label, i), i == 0 ? SMALL : LARGE);
      }
    }
  }

  private Finished run(Map<String, String> environment, String... arguments) throws Exception {
    return command.start(environment, arguments).await();
  }

  private static String onlyLine(Finished finished) {
    assertThat(finished.error().lines().filter(line -> line.startsWith("convoy: "))).hasSize(1);
    return finished.error().lines().filter(line -> line.startsWith("convoy: ")).findFirst().get();
  }

  @Test
  void aHeapThatImagesDoNotFitIntoIsNoRequestToStop() throws Exception {
    writeImages();
    Files.writeString(
        folder.resolve("large.conf"),
        """
        epochs = 1
        batchSize = 1
        data {
          path = data
          transforms {
            train = [{resize {size = 32}}, {centerCrop {size = 32}}]
            validation = [{resize {size = [32, 32]}}]
          }
        }
        model { name = lenet5 }
        """);

    Finished train =
        run(
            Map.of("CONVOY_DRIVER_MEMORY", "480m"),
            "train",
            "large.conf",
            "--master",
            "local[2]",
            "--run",
            "run");

    assertThat(train.exitCode()).as(train.error()).isEqualTo(6);
    assertThat(onlyLine(train))
        .contains("out of memory: the Java heap of the driver, in which Spark's tasks run, is full")
        .containsPattern("\\(4[78][0-9] MiB\\)") // Of which a collector may leave a part free.
        .contains("set CONVOY_DRIVER_MEMORY");
    assertThat(
            new ObjectMapper()
                .readTree(folder.resolve("run/exit.json").toFile())
                .get("code")
                .asInt())
        .isEqualTo(6);
  }

  @Test
  void statsEndsWithALineAsWell() throws Exception {
    writeImages();

    Finished stats =
        run(Map.of("CONVOY_DRIVER_MEMORY", "480m"), "stats", "data", "--master", "local[2]");

    assertThat(stats.exitCode()).as(stats.error()).isEqualTo(6);
    assertThat(onlyLine(stats)).contains("Java heap", "CONVOY_DRIVER_MEMORY");
  }

  /** Java refuses two of them. */
  @Test
  void anotherGarbageCollectorCanBeChosen() throws Exception {
    for (String environment : new String[] {"CONVOY_JAVA_OPTS", "JDK_JAVA_OPTIONS"}) {
      Finished help = run(Map.of(environment, "-XX:+UseParallelGC"), "inspect", "--help");

      assertThat(help.exitCode()).as(help.error()).isZero();
      assertThat(help.output()).contains("Usage: convoy inspect");
    }
  }

  @Test
  void nativeMemoryIsNamed() throws Exception {
    SmallDataset.write(folder.resolve("idx"), 64, 64);
    Files.writeString(
        folder.resolve("small.conf"),
        """
        epochs = 1
        data { path = idx, normalize { mean = [0.3], std = [0.3] } }
        model { name = lenet5, numClasses = 10 }
        """);
    Finished train = command.run("train", "small.conf", "--master", "local[1]", "--run", "run");
    assertThat(train.exitCode()).as(train.error()).isZero();

    Finished evaluate =
        run(
            Map.of("CONVOY_JAVA_OPTS", "-Dorg.bytedeco.javacpp.maxbytes=200k"),
            "evaluate",
            "run",
            "--master",
            "local[1]");

    assertThat(evaluate.exitCode()).as(evaluate.error()).isEqualTo(6);
    assertThat(onlyLine(evaluate))
        .contains("native memory of the driver", "> maxBytes (200K)")
        .contains("add -Dorg.bytedeco.javacpp.maxbytes=SIZE to CONVOY_JAVA_OPTS");

    Finished features =
        run(
            Map.of("CONVOY_JAVA_OPTS", "-Dorg.bytedeco.javacpp.maxbytes=200k"),
            "features",
            "run",
            "--layer",
            "help");

    assertThat(features.exitCode()).as("weights are loaded: " + features.error()).isEqualTo(2);
    assertThat(onlyLine(features))
        .contains("native memory of this process", "> maxBytes (200K)")
        .doesNotContain("spark.");
  }
}
