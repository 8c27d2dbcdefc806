package org.convoy.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.SafeModeAction;

/** The cluster that {@code scripts/local-cluster} runs, one for all tests of a process. */
final class LocalCluster {
  static final Path ROOT = Path.of(System.getProperty("project.root"));

  /** The line of Spark that the build is for, 4 or 3.5. */
  static final String SPARK = System.getProperty("spark.line");

  /** The folder of that build in each module. */
  static final String BUILD = System.getProperty("build.folder");

  static final Path TARGET = ROOT.resolve("cluster").resolve(BUILD);

  /** Of short-lived processes: compiling well costs more than it gains. */
  static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  private static final Path STATE = TARGET.resolve("test-cluster");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static LocalCluster running;

  private final JsonNode status;

  private LocalCluster(JsonNode status) {
    this.status = status;
  }

  /** Starts it on first use; it stops with this process. */
  static synchronized LocalCluster start() throws IOException, InterruptedException {
    if (running == null) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> script("stop")));
      running = new LocalCluster(new ObjectMapper().readTree(script("start", "--yarn", "--json")));
    }

    return running;
  }

  /** Starts again what a test has killed. */
  void restore() {
    script("start", "--yarn", "--json");
  }

  String master() {
    return status.get("master").asText();
  }

  String hdfs() {
    return status.get("hdfs").asText();
  }

  /** What a client is configured with: the secret is in there. */
  static Path configuration() {
    return STATE.resolve("conf");
  }

  static Path sparkHome() {
    return TARGET.resolve("spark-home");
  }

  /** Where the servers, executors and drivers of the cluster write their logs. */
  static List<Path> logs() throws IOException {
    try (Stream<Path> work = Files.walk(STATE.resolve("work"));
        Stream<Path> logs = Files.walk(STATE.resolve("logs"))) {
      return Stream.concat(work, logs)
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".jar"))
          .toList();
    }
  }

  static String secret() throws IOException {
    return Files.readAllLines(configuration().resolve("spark-defaults.conf")).stream()
        .filter(line -> line.startsWith("spark.authenticate.secret "))
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .findFirst()
        .orElseThrow();
  }

  /** A server's process; name as in the state folder, for example {@code worker-1}. */
  static ProcessHandle server(String name) throws IOException {
    String pid = Files.readString(STATE.resolve("pids").resolve(name + ".pid"), UTF_8);
    return ProcessHandle.of(Long.parseLong(pid.substring(0, pid.indexOf(' ')))).orElseThrow();
  }

  /** An executor that a worker has started. */
  static Optional<ProcessHandle> executor(String worker) throws IOException {
    return server(worker)
        .children()
        .filter(process -> commandLine(process).contains("CoarseGrainedExecutorBackend"))
        .findFirst();
  }

  static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"), UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /** Kills with SIGKILL and waits for the end. */
  static void kill(ProcessHandle process) {
    process.destroyForcibly();
    await().atMost(PATIENCE).until(() -> !process.isAlive());
  }

  /** Stops a process without ending it: it lives, but does nothing more. */
  static void pause(ProcessHandle process) throws IOException, InterruptedException {
    Process command =
        new ProcessBuilder("kill", "-STOP", String.valueOf(process.pid())).inheritIO().start();
    assertThat(command.waitFor()).isZero();
  }

  /** HDFS as its superuser, the one who started it. */
  DistributedFileSystem fileSystem() throws IOException {
    return (DistributedFileSystem) FileSystem.get(URI.create(hdfs()), hadoopConfiguration());
  }

  /** From then on the name node takes no change. */
  void enterSafeMode() throws IOException {
    setSafeMode(SafeModeAction.SAFEMODE_ENTER);
  }

  void leaveSafeMode() throws IOException {
    setSafeMode(SafeModeAction.SAFEMODE_LEAVE);
  }

  @SuppressWarnings("deprecation") // What took its place is not there in the Hadoop of Spark 3.5.
  private void setSafeMode(SafeModeAction action) throws IOException {
    fileSystem().setSafeMode(action);
  }

  Configuration hadoopConfiguration() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.defaultFS", hdfs());
    hadoop.set("dfs.replication", "1");
    return hadoop;
  }

  /** The file of the data node that holds a file's only block. */
  Path block(org.apache.hadoop.fs.Path file) throws IOException {
    String name =
        fileSystem()
            .getClient()
            .getLocatedBlocks(file.toUri().getPath(), 0)
            .get(0)
            .getBlock()
            .getBlockName();
    try (Stream<Path> files = Files.walk(STATE.resolve("data/datanode"))) {
      return files.filter(candidate -> candidate.endsWith(name)).findFirst().orElseThrow();
    }
  }

  private static String script(String... arguments) {
    try {
      Path output = Files.createTempFile("local-cluster", ".json");
      ProcessBuilder builder =
          new ProcessBuilder(
                  Stream.concat(
                          Stream.of(ROOT.resolve("scripts/local-cluster").toString()),
                          Stream.of(arguments))
                      .toList())
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().remove("SPARK_HOME");
      builder.environment().put("LOCAL_CLUSTER_DIR", STATE.toString());
      builder
          .environment()
          .put("LOCAL_CLUSTER_EXECUTOR_OPTIONS", QUICK_START + " -XX:+UseSerialGC");
      builder.environment().put("CONVOY_SPARK", SPARK);
      int exitCode = builder.start().waitFor();
      if (exitCode != 0) {
        throw new IllegalStateException(
            "scripts/local-cluster " + List.of(arguments) + " ended with " + exitCode);
      }

      return Files.readString(output, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
