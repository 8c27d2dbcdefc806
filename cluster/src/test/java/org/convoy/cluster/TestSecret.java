package org.convoy.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.convoy.cluster.Convoy.Finished;
import org.convoy.cluster.Convoy.Running;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Without the cluster's secret nobody gets in, and the secret gets out nowhere. */
@Tag("cluster")
@Order(6)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TestSecret {
  private static Trainings trainings;

  @TempDir private static Path folder;
  private static List<Running> strangers;

  /** Spark lets them ask for a minute, in which the other tests run. */
  @BeforeAll
  static void prepare() throws Exception {
    trainings = Trainings.prepared();
    strangers =
        List.of(
            startAsStranger(
                "no-secret", "spark.authenticate false", "spark.network.crypto.enabled false"),
            startAsStranger("wrong-secret", "spark.authenticate.secret 0123456789abcdef"));
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void keepsStrangersOut() throws Exception {
    for (Running stranger : strangers) {
      Finished refused = stranger.await();
      assertThat(refused.exitCode()).as(refused.error()).isEqualTo(2);
      assertThat(refused.error())
          .contains(
              "convoy: Spark does not start: "
                  + trainings.cluster.master()
                  + " took no application")
          .doesNotContain("internal error");
    }

    assertThat(trainings.newestCheckpoint("no-secret")).isEmpty();
    assertThat(trainings.newestCheckpoint("wrong-secret")).isEmpty();
  }

  /** With all settings of a client but for the secret. */
  private static Running startAsStranger(String run, String... instead) throws IOException {
    Path configuration = Files.createDirectory(folder.resolve(run));
    List<String> settings =
        new ArrayList<>(
            Files.readAllLines(LocalCluster.configuration().resolve("spark-defaults.conf")));
    settings.removeIf(line -> line.startsWith("spark.authenticate.secret "));
    settings.addAll(List.of(instead));
    Files.write(configuration.resolve("spark-defaults.conf"), settings);
    return trainings.start(
        new Convoy().with("SPARK_CONF_DIR", configuration.toString()),
        trainings.cluster.master(),
        run);
  }

  @Test
  void isReadableByItsOwnerAlone() throws IOException {
    Path file = LocalCluster.configuration().resolve("spark-defaults.conf");

    assertThat(LocalCluster.secret()).hasSize(64);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void isInNoLogEventLogReportOrCommandLine() throws Exception {
    String secret = LocalCluster.secret();
    Running training =
        trainings.start(
            trainings.cluster.master(),
            "secret",
            "--deploy-mode",
            "cluster",
            "--conf",
            "spark.eventLog.enabled=true",
            "--conf",
            "spark.eventLog.compress=false",
            "--conf",
            "spark.eventLog.dir=hdfs:///events");
    trainings.awaitCheckpoint(training, "secret", "epoch-00000-round-000001");
    assertThat(commandLines())
        .anyMatch(line -> line.contains("DriverWrapper"))
        .anyMatch(line -> line.contains("CoarseGrainedExecutorBackend"))
        .noneMatch(line -> line.contains(secret));
    training.await().requireDone();

    assertThat(localFiles()).isNotEmpty().noneMatch(file -> contains(file, secret));
    assertThat(hdfsFilesWith(secret)).isEmpty();
  }

  private static List<String> commandLines() {
    return ProcessHandle.allProcesses().map(LocalCluster::commandLine).toList();
  }

  private static List<Path> localFiles() throws IOException {
    List<Path> files = new ArrayList<>(LocalCluster.logs());
    try (Stream<Path> commands = Files.list(LocalCluster.TARGET.resolve("commands"))) {
      commands.forEach(files::add);
    }

    return files;
  }

  private static boolean contains(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Also in what other tests damaged, which lies in quarantine. */
  private static List<String> hdfsFilesWith(String text) throws IOException {
    DistributedFileSystem hdfs = trainings.cluster.fileSystem();
    hdfs.setVerifyChecksum(false);
    try {
      return filesWith(text, hdfs);
    } finally {
      hdfs.setVerifyChecksum(true);
    }
  }

  private static List<String> filesWith(String text, DistributedFileSystem hdfs)
      throws IOException {
    List<String> found = new ArrayList<>();
    for (String folder : List.of("/events", "/runs")) {
      RemoteIterator<LocatedFileStatus> files =
          hdfs.listFiles(new org.apache.hadoop.fs.Path(folder), true);
      while (files.hasNext()) {
        org.apache.hadoop.fs.Path file = files.next().getPath();
        if (!hdfs.isFileClosed(file)) {
          continue; // A driver that was killed left it open; its last block may not be readable.
        }

        try (InputStream input = hdfs.open(file)) {
          if (new String(input.readAllBytes(), ISO_8859_1).contains(text)) {
            found.add(file.toString());
          }
        }
      }
    }

    return found;
  }
}
