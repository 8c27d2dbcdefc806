package org.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.cli.process.ExitCode;
import org.convoy.data.DataIdentity;
import org.convoy.data.Image;
import org.convoy.data.codec.PnmEncoder;
import org.convoy.run.RunFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code stats --verify} and {@code train --same-data}, as a user gives them. */
@ExtendWith(LocalSpark.class)
final class TestContentVerification {
  private static final int SIDE = 28;

  @TempDir private Path folder;
  private Path images;

  /** Two images of each of two classes in either split. */
  @BeforeEach
  void writeImages() throws IOException {
    images = folder.resolve("images");
    for (String place : List.of("train/cat", "train/dog", "test/cat", "test/dog")) {
      Path files = Files.createDirectories(images.resolve(place));
      for (int number = 1; number <= 2; number++) {
        byte[] pixels = new byte[SIDE * SIDE];
        pixels[5] = (byte) number;
        Files.write(
            files.resolve(number + ".pgm"), PnmEncoder.encode(new Image(SIDE, SIDE, 1, pixels)));
      }
    }
  }

  private void setTimes(long millis) throws IOException {
    try (Stream<Path> paths = Files.walk(images)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(path, FileTime.fromMillis(millis));
      }
    }
  }

  private Path config() throws IOException {
    return Files.writeString(
        folder.resolve("small.conf"),
        """
        epochs = 1
        workers = 1
        batchSize = 2
        data { path = "%s", color = gray }
        data.transforms.train = [{resize {size = [28, 28]}}]
        data.transforms.validation = [{resize {size = [28, 28]}}]
        model { name = lenet5, numClasses = 2 }
        """
            .formatted(images));
  }

  private Finished train(String... more) throws IOException {
    Path run = folder.resolve("run");
    return Finished.of(
        Stream.concat(
                Stream.of("train", config().toString(), "--run", run.toString()), Stream.of(more))
            .toList());
  }

  private static Finished verify(String... arguments) {
    return Finished.of(
        Stream.concat(Stream.of("stats", "--verify", "--json"), Stream.of(arguments)).toList());
  }

  @Test
  void readsTheContentWhateverTheTimes() throws IOException {
    String before = verify(images.toString()).successful().json().get("content").asText();
    setTimes(1_700_000_000_000L);

    Finished after = verify(images.toString()).successful();
    assertThat(after.json().get("content").asText()).isEqualTo(before).hasSize(64);
    assertThat(after.json().get("samples").asInt()).isEqualTo(4);
    assertThat(after.json().get("manifest").asText()).isEqualTo("none");

    Files.copy(
        images.resolve("train/cat/1.pgm"),
        images.resolve("train/cat/2.pgm"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(verify(images.toString()).successful().json().get("content").asText())
        .isNotEqualTo(before);
  }

  @Test
  void comparesShardsWithTheirManifest() throws IOException {
    Path shards = folder.resolve("shards");
    Finished.of("prepare", images.toString(), shards.toString()).successful();

    assertThat(verify(shards.toString()).successful().json().get("manifest").asText())
        .isEqualTo("same");

    flipAByte(shards);
    Finished damaged = verify(shards.toString());
    assertThat(damaged.exitCode()).isEqualTo(ExitCode.DATA.number());
    assertThat(damaged.error()).contains("manifest");
  }

  /** Of pixels, in a copy without Hadoop's checksums: as long as it was, with a whole index. */
  private static void flipAByte(Path shards) throws IOException {
    try (Stream<Path> paths = Files.walk(shards)) {
      Path shard =
          paths
              .filter(path -> path.toString().contains("train"))
              .filter(path -> path.toString().endsWith(".parquet"))
              .findFirst()
              .orElseThrow();
      Files.delete(shard.resolveSibling("." + shard.getFileName() + ".crc"));
      try (RandomAccessFile file = new RandomAccessFile(shard.toFile(), "rw")) {
        file.seek(200);
        int value = file.read();
        file.seek(200);
        file.write(value ^ 1);
      }
    }
  }

  @Test
  void whatIsVerifiedForARunIsRecognisedLater() throws IOException {
    train().successful();
    Path run = folder.resolve("run");

    verify("--run", run.toString()).successful();
    Map<String, DataIdentity> noted =
        RunFolder.at(run.toString(), new Configuration()).identities();
    assertThat(noted.get("train").content()).isPresent();

    setTimes(1_700_000_000_000L);
    assertThat(train().successful().output())
        .contains("The train data was written since")
        .contains("Already finished; nothing to do.");

    Files.delete(images.resolve("train/cat/2.pgm"));
    Finished other = verify("--run", run.toString());
    assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(other.error()).endsWith("was begun with other train data: 4 images, now 3\n");
  }

  @Test
  void whoeverKnowsBetterVouches() throws IOException {
    train().successful();
    setTimes(1_700_000_000_000L);

    assertThat(train().error()).contains("say --same-data");
    assertThat(train("--same-data").successful().output())
        .contains("Already finished; nothing to do.");
    train().successful();

    Files.delete(images.resolve("train/cat/2.pgm"));
    Finished other = train("--same-data");
    assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(other.error()).contains("was begun with other data:");
  }

  @Test
  void needsSomethingToVerify() {
    assertThat(verify().error()).contains("give DATA or --run RUN");
    assertThat(Finished.of("stats", "--run", "run").error()).contains("--run goes with --verify");
  }
}
