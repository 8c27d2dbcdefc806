package org.convoy.run.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.hdfs.protocol.DSQuotaExceededException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.convoy.config.ConvoyConfig;
import org.convoy.data.file.AtomicFiles;
import org.convoy.run.RunFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TestFileAccess {
  @TempDir private Path folder;
  private final List<Long> pauses = new ArrayList<>();
  private FileContext files;
  private int attempts;

  @BeforeEach
  void open() throws IOException {
    files = FileContext.getLocalFSFileContext();
  }

  private FileAccess patient(Duration patience) {
    return new FileAccess(files, patience, pause -> pauses.add(pause.toSeconds()));
  }

  private String run(Duration patience, int failures, IOException failure) {
    return patient(patience)
        .run(
            "x cannot be written",
            new org.apache.hadoop.fs.Path(folder.toUri()),
            () -> {
              attempts++;
              if (attempts <= failures) {
                throw failure;
              }

              return "done";
            });
  }

  @Test
  void triesAgainAfterLongerAndLongerPauses() {
    assertThat(run(Duration.ofMinutes(10), 9, new ConnectException("refused"))).isEqualTo("done");

    assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
  }

  @Test
  void givesUpWhenItsPatienceIsOver() {
    assertThatThrownBy(() -> run(Duration.ofSeconds(10), 99, new ConnectException("refused\nat X")))
        .isInstanceOf(StorageAwayException.class)
        .hasMessage(
            "x cannot be written: refused."
                + " The same command continues when the file system is back.");
    assertThat(pauses).containsExactly(1L, 2L, 4L);
  }

  @Test
  void triesOnceWithoutPatience() {
    assertThatThrownBy(() -> run(Duration.ZERO, 99, new IOException()))
        .isInstanceOf(StorageAwayException.class)
        .hasMessageStartingWith("x cannot be written: IOException. ");
    assertThat(attempts).isEqualTo(1);
  }

  static Stream<IOException> full() {
    return Stream.of(
        new IOException("No space left on device"),
        new IOException("File too large"),
        new IOException("Disk quota exceeded"),
        new DSQuotaExceededException(100, 200),
        new RemoteException(DSQuotaExceededException.class.getName(), "The quota is exceeded"));
  }

  @ParameterizedTest
  @MethodSource
  void full(IOException failure) {
    assertThatThrownBy(() -> run(Duration.ofMinutes(1), 99, failure))
        .isExactlyInstanceOf(StorageException.class)
        .hasMessageStartingWith("x cannot be written: ")
        .hasMessageEndingWith("Free space there or raise the quota; the same command continues.");
    assertThat(attempts).isEqualTo(1);
  }

  static Stream<IOException> denied() {
    return Stream.of(
        new AccessControlException("Permission denied: user=ann"),
        new AccessDeniedException("s3a://bucket/run"),
        new RemoteException(AccessControlException.class.getName(), "Permission denied: user=ann"),
        new IOException("/run/x (Read-only file system)"));
  }

  @ParameterizedTest
  @MethodSource
  void denied(IOException failure) {
    assertThatThrownBy(() -> run(Duration.ofMinutes(1), 99, failure))
        .isExactlyInstanceOf(StorageException.class)
        .hasMessageEndingWith(
            "Make it readable and writable for this user, or give another folder;"
                + " the same command continues.");
    assertThat(attempts).isEqualTo(1);
  }

  @Test
  void aFileOfAnotherUserIsToBeMadeReadable() {
    assertThat(RunException.unreadable("weights", "w", new AccessDeniedException("w")))
        .isExactlyInstanceOf(RunException.class)
        .hasMessage(
            "weights w cannot be read: Permission denied: w. Let this user read it, or run as"
                + " another one.");
  }

  @Test
  void doesNotWaitForDamagedFiles() {
    assertThatThrownBy(() -> run(Duration.ofMinutes(1), 99, new ChecksumException("wrong at 3", 3)))
        .isInstanceOf(RunException.class)
        .hasMessage("x cannot be written: wrong at 3");
    assertThat(attempts).isEqualTo(1);
  }

  /** A file system of this size, or a skipped test where one cannot be mounted. */
  private Path mounted(String options) throws Exception {
    Path point = Files.createDirectories(folder.resolve("mounted"));
    Process mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", options, "tmpfs", point.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("mount.txt").toFile())
            .start();
    assumeThat(mount.waitFor(1, TimeUnit.MINUTES) && mount.exitValue() == 0)
        .as("a tmpfs can be mounted: %s", Files.readString(folder.resolve("mount.txt")))
        .isTrue();
    return point;
  }

  /** Lazily: Hadoop's stream to a full disk stays open. */
  private static void unmount(Path point) throws Exception {
    new ProcessBuilder("umount", "--lazy", point.toString()).start().waitFor(1, TimeUnit.MINUTES);
  }

  private static List<String> filesIn(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).map(Path::getFileName).map(Path::toString).toList();
    }
  }

  @Test
  void leavesNothingHalfWrittenOnAFullDisk() throws Exception {
    Path disk = mounted("size=64k");
    try {
      FileAccess access = patient(Duration.ofMinutes(1));
      org.apache.hadoop.fs.Path file =
          new org.apache.hadoop.fs.Path("file:" + disk.resolve("run/file"));

      assertThatThrownBy(
              () ->
                  access.run(
                      "file cannot be written",
                      file,
                      () -> {
                        AtomicFiles.write(files, file, output -> output.write(new byte[200_000]));
                        return null;
                      }))
          .isExactlyInstanceOf(StorageException.class)
          .hasMessageStartingWith("file cannot be written: No space left on device. Free space ");
      assertThat(filesIn(disk)).isEmpty();
      assertThat(pauses).isEmpty();
    } finally {
      unmount(disk);
    }
  }

  @Test
  void saysThatAFolderCannotBeWritten() throws Exception {
    Path disk = mounted("ro,size=64k");
    try {
      RunFolder run =
          RunFolder.at(disk.resolve("run").toString(), new Configuration())
              .patient(Duration.ofMinutes(1));
      ConvoyConfig config = ConvoyConfig.parse("test.conf", "data.path = /data", List.of());

      assertThatThrownBy(() -> run.begin(config, Map.of()))
          .isExactlyInstanceOf(StorageException.class)
          .hasMessageMatching(
              "run folder .*/mounted/run cannot be written: .*"
                  + " Make it readable and writable for this user, or give another folder;"
                  + " the same command continues\\.");
    } finally {
      unmount(disk);
    }
  }

  @Test
  void doesNotWaitForANameThatNoFileCanHave(@TempDir Path folder) throws IOException {
    Path circle = folder.resolve("circle");
    Files.createSymbolicLink(circle, circle);

    for (Path run : List.of(folder.resolve("r".repeat(256)), circle.resolve("run"))) {
      assertThatThrownBy(() -> begin(run))
          .isExactlyInstanceOf(RunException.class)
          .hasMessageMatching(
              "run folder .* cannot be written: "
                  + "(File name too long|Too many levels of symbolic links.*)");
    }

    assertThat(pauses).isEmpty();
  }

  @Test
  void namesALinkWhoseTargetIsAway(@TempDir Path folder) throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("run"), folder.resolve("not/mounted"));

    assertThatThrownBy(() -> begin(link))
        .isExactlyInstanceOf(StorageAwayException.class)
        .hasMessage(
            "run folder %s cannot be written: %s is a link to something that is not there. The same"
                + " command continues when the file system is back.",
            link, link);
  }

  private static void begin(Path run) {
    ConvoyConfig config = ConvoyConfig.parse("test.conf", "data.path = /data", List.of());
    RunFolder.at(run.toString(), new Configuration()).begin(config, Map.of());
  }
}
