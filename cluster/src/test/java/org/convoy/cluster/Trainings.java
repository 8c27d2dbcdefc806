package org.convoy.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.convoy.cluster.Convoy.Finished;
import org.convoy.cluster.Convoy.Running;

/**
 * One small training of LeNet-5 on Fashion-MNIST, prepared on HDFS, with its config in two files
 * there, and the weights that {@code local[2]} gets from the original files.
 */
final class Trainings {
  static final String CONF = "hdfs:///conf/lenet5.conf";
  static final String DATA = "hdfs:///data/fashion-mnist";

  private static final Path ORIGINAL = LocalCluster.TARGET.resolve("fashion-mnist");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static Trainings prepared;

  final LocalCluster cluster;
  final String weights;
  final Finished preparation;

  private Trainings(LocalCluster cluster, String weights, Finished preparation) {
    this.cluster = cluster;
    this.weights = weights;
    this.preparation = preparation;
  }

  /** Starts the cluster and prepares the data on first use. */
  static synchronized Trainings prepared() throws IOException, InterruptedException {
    if (prepared == null) {
      prepared = prepare(LocalCluster.start());
    }

    return prepared;
  }

  private static Trainings prepare(LocalCluster cluster) throws IOException, InterruptedException {
    FileSystem hdfs = cluster.fileSystem();
    for (String folder : List.of("/conf", "/data", "/runs", "/events")) {
      hdfs.delete(new org.apache.hadoop.fs.Path(folder), true);
      hdfs.mkdirs(new org.apache.hadoop.fs.Path(folder));
    }

    write(
        hdfs,
        "/conf/base/training.conf",
        """
        epochs = 4
        batchSize = 32
        data.normalize { mean = [0.286], std = [0.353] }
        model { name = lenet5, numClasses = 10 }
        sync.every = 4
        checkpoint.everyRounds = 1
        """);
    write(
        hdfs, "/conf/lenet5.conf", "include \"base/training.conf\"\ndata.path = \"" + DATA + "\"");
    FashionMnist.writeFirst(ORIGINAL, 2000, 500);
    Finished preparation = prepare(cluster, DATA).requireDone();
    return new Trainings(cluster, reference(), preparation);
  }

  /** Prepares the same data into another folder. */
  Finished prepare(String folder, String... more) throws IOException, InterruptedException {
    return prepare(cluster, folder, more);
  }

  private static Finished prepare(LocalCluster cluster, String folder, String... more)
      throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of("prepare", "idx:file://" + ORIGINAL, folder, "--decode"));
    arguments.addAll(List.of("--master", cluster.master(), "--json"));
    arguments.addAll(Arrays.asList(more));
    return new Convoy().run(arguments.toArray(String[]::new));
  }

  /** Without any cluster. */
  private static String reference() throws IOException, InterruptedException {
    Path run = java.nio.file.Files.createTempDirectory("reference");
    return Convoy.embedded()
        .run(
            "train",
            LocalCluster.ROOT.resolve("cluster/src/test/resources/reference.conf").toString(),
            "data.path=" + ORIGINAL,
            "--master",
            "local[2]",
            "--run",
            run.toString(),
            "--json")
        .weights();
  }

  Running start(Convoy convoy, String master, String run, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of("train", CONF, "--master", master, "--run", "hdfs:///runs/" + run, "--json"));
    arguments.addAll(Arrays.asList(more));
    return convoy.start(arguments.toArray(String[]::new));
  }

  Running start(String master, String run, String... more) throws IOException {
    return start(new Convoy(), master, run, more);
  }

  Finished train(String master, String run, String... more)
      throws IOException, InterruptedException {
    return start(master, run, more).await();
  }

  /** Waits until a run has a checkpoint of this name or a later one. */
  void awaitCheckpoint(Running training, String run, String name) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !training.process().isAlive() || newestCheckpoint(run).compareTo(name) >= 0);
    if (!training.process().isAlive()) {
      throw new AssertionError("the training ended before " + name + ": " + training.error());
    }
  }

  String newestCheckpoint(String run) throws IOException {
    try {
      return Arrays.stream(cluster.fileSystem().listStatus(path(run, "checkpoints")))
          .filter(status -> status.isDirectory() && status.getPath().getName().startsWith("epoch-"))
          .map(status -> status.getPath().getName())
          .max(String::compareTo)
          .orElse("");
    } catch (FileNotFoundException e) {
      return "";
    }
  }

  boolean isFinished(String run) throws IOException {
    return cluster.fileSystem().exists(path(run, "result.json"));
  }

  /** What a finished run left, for where the driver's output goes elsewhere. */
  String weightsOf(String run) throws IOException {
    return read(run, "result.json").get("weightsSha256").asText();
  }

  /** A file of a run folder. */
  JsonNode read(String run, String file) throws IOException {
    try (InputStream input = cluster.fileSystem().open(path(run, file))) {
      return new ObjectMapper().readTree(input);
    }
  }

  static org.apache.hadoop.fs.Path path(String run, String file) {
    return new org.apache.hadoop.fs.Path("/runs/" + run, file);
  }

  private static void write(FileSystem files, String path, String text) throws IOException {
    try (OutputStream output = files.create(new org.apache.hadoop.fs.Path(path))) {
      output.write(text.getBytes(UTF_8));
    }
  }
}
