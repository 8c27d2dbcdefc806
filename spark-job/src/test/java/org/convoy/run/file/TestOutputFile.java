package org.convoy.run.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class TestOutputFile {
  private static final byte[] CONTENT = "what is written".getBytes(UTF_8);

  @TempDir private Path folder;

  private static OutputFile at(Path path) {
    return OutputFile.at(path.toString(), new Configuration());
  }

  private static int exitCode(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFileIsWrittenOverAndNothingStaysBesideIt() throws IOException {
    Path file = Files.writeString(folder.resolve("out"), "before");

    at(file).write(output -> output.write(CONTENT));

    assertThat(file).hasBinaryContent(CONTENT);
    assertThat(names(folder)).containsExactly("out");
  }

  @Test
  void aFailureLeavesWhatWasThere() throws IOException {
    Path file = Files.writeString(folder.resolve("out"), "before");

    assertThatThrownBy(
            () ->
                at(file)
                    .write(
                        output -> {
                          output.write(CONTENT);
                          throw new IOException("No space left on device");
                        }))
        .isExactlyInstanceOf(StorageException.class)
        .hasMessage(
            "file %s cannot be written: No space left on device. Free space there or raise the"
                    .formatted(file)
                + " quota; the same command continues.");
    assertThat(file).hasContent("before");
    assertThat(names(folder)).containsExactly("out");
  }

  /** /dev/null itself is what nobody should put at risk. */
  private Path device(String name, int minor) throws IOException, InterruptedException {
    Path device = folder.resolve(name);
    assumeThat(exitCode("mknod", device.toString(), "c", "1", String.valueOf(minor)))
        .as("only root makes devices")
        .isZero();
    return device;
  }

  @Test
  void aDeviceIsWrittenToAndStaysOne() throws Exception {
    Path nothing = device("null", 3);

    at(nothing).write(output -> output.write(CONTENT));

    assertThat(Files.isRegularFile(nothing, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(names(folder)).containsExactly("null");
  }

  @Test
  void aFullDeviceIsAFullDisk() throws Exception {
    Path full = device("full", 7);

    assertThatThrownBy(() -> at(full).write(output -> output.write(CONTENT)))
        .isExactlyInstanceOf(StorageException.class)
        .hasMessageContaining("No space left on device");
    assertThat(Files.isRegularFile(full, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void aFifoIsWrittenTo() throws Exception {
    Path fifo = folder.resolve("fifo");
    assertThat(exitCode("mkfifo", fifo.toString())).isZero();
    Path received = folder.resolve("received");
    Process reader =
        new ProcessBuilder("cat", fifo.toString()).redirectOutput(received.toFile()).start();

    at(fifo).write(output -> output.write(CONTENT));

    assertThat(reader.waitFor()).isZero();
    assertThat(received).hasBinaryContent(CONTENT);
    assertThat(Files.isRegularFile(fifo, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void aLinkThatLiesInWaitIsNotFollowed() throws IOException {
    Path precious = Files.writeString(folder.resolve("precious"), "mine");
    Files.createSymbolicLink(folder.resolve(".tmp-out"), precious);
    Path file = folder.resolve("out");
    Files.createSymbolicLink(file, precious);

    at(file).write(output -> output.write(CONTENT));

    assertThat(precious).hasContent("mine");
    assertThat(file).hasBinaryContent(CONTENT);
    assertThat(names(folder)).containsExactly(".tmp-out", "out", "precious");
  }

  @Test
  void twoAtTheSameTimeShareNothing() throws Exception {
    Path file = folder.resolve("out");
    CountDownLatch bothHaveBegun = new CountDownLatch(2);
    List<CompletableFuture<Void>> writers =
        IntStream.range(0, 2)
            .mapToObj(
                writer ->
                    CompletableFuture.runAsync(
                        () ->
                            at(file)
                                .write(
                                    output -> {
                                      output.write('a' + writer);
                                      output.flush();
                                      await(bothHaveBegun);
                                      output.write('a' + writer);
                                    }),
                        task -> new Thread(task).start()))
            .toList();

    for (CompletableFuture<Void> writer : writers) {
      writer.get();
    }

    assertThat(Files.readString(file)).isIn("aa", "bb");
    assertThat(names(folder)).containsExactly("out");
  }

  private static void await(CountDownLatch latch) {
    latch.countDown();
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aFullDiskKeepsNothing() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeThat(exitCode("mount", "-t", "tmpfs", "-o", "size=64k", "none", disk.toString()))
        .as("only root mounts disks")
        .isZero();
    try {
      assertThatThrownBy(() -> at(disk.resolve("out")).write(o -> o.write(new byte[1 << 20])))
          .isExactlyInstanceOf(StorageException.class)
          .hasMessageContaining("No space left on device");
      assertThat(disk).isEmptyDirectory();
    } finally {
      assertThat(exitCode("umount", disk.toString())).isZero();
    }
  }

  @Test
  void standardOutputHasAName() {
    assertThat(OutputFile.isStandardOutput("-")).isTrue();
    assertThat(OutputFile.isStandardOutput("/dev/stdout")).isTrue();
    assertThat(OutputFile.isStandardOutput("./-")).isFalse();
    assertThat(OutputFile.isStandardOutput(null)).isFalse();
  }
}
