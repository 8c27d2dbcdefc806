package org.convoy.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.convoy.cluster.Convoy.Finished;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Spark's own cluster manager, with config, data and runs on HDFS. */
@Tag("cluster")
@Order(1)
final class TestStandalone {
  private static Trainings trainings;

  @BeforeAll
  static void prepare() throws Exception {
    trainings = Trainings.prepared();
  }

  @Test
  void preparesFashionMnistOnHdfs() throws IOException {
    assertThat(trainings.preparation.json().get("samples").asInt()).isEqualTo(2500);
    assertThat(trainings.preparation.json().get("rejected").asInt()).isZero();
    assertThat(
            trainings
                .cluster
                .fileSystem()
                .exists(new org.apache.hadoop.fs.Path(Trainings.DATA, "manifest.json")))
        .isTrue();
  }

  @Test
  void trainsEvaluatesAndPredictsInClientMode() throws Exception {
    Finished trained = trainings.train(trainings.cluster.master(), "client");
    Finished evaluated =
        new Convoy()
            .run(
                "evaluate", "hdfs:///runs/client", "--master", trainings.cluster.master(), "--json")
            .requireDone();

    assertThat(trained.weights()).isEqualTo(trainings.weights);
    assertThat(trained.json().get("run").asText())
        .isEqualTo(trainings.cluster.hdfs() + "/runs/client");
    assertThat(evaluated.json().get("samples").asInt()).isEqualTo(500);
    assertThat(evaluated.json().get("accuracy")).isEqualTo(trained.json().get("accuracy"));
    assertPredicts("hdfs:///runs/client");
    assertIsListedAndReported();
  }

  /** What the training left is there for other commands, on HDFS as anywhere. */
  private static void assertIsListedAndReported() throws Exception {
    Finished listed = new Convoy().run("runs", "hdfs:///runs/client", "--json").requireDone();
    Finished reported =
        new Convoy()
            .run(
                "report",
                "hdfs:///runs/client",
                "--no-data",
                "--out",
                "hdfs:///reports/client.html")
            .requireDone();

    assertThat(listed.json().get("runs").get(0).get("state").asText()).isEqualTo("done");
    assertThat(reported.output()).contains("Written hdfs:///reports/client.html");
    assertThat(lines("/reports/client.html")).contains("<!doctype html>");
    assertThat(lines("/runs/client/report.html")).contains("<!doctype html>");
    assertThat(lines("/runs/client/README.md")).contains("pipeline_tag: image-classification");
  }

  /** Of so many images that Spark does it; one of them is cut short. */
  private static void assertPredicts(String run) throws Exception {
    int count = 300;
    byte[] image = new byte["P5 28 28 255\n".length() + 28 * 28];
    System.arraycopy("P5 28 28 255\n".getBytes(UTF_8), 0, image, 0, "P5 28 28 255\n".length());
    for (int i = 0; i < count; i++) {
      Arrays.fill(image, image.length - 28 * (i % 28), image.length, (byte) i);
      write("/images/%03d.pgm".formatted(i), image, i == 100 ? 50 : image.length);
    }

    Finished predicted =
        new Convoy()
            .run(
                "predict",
                run,
                "hdfs:///images/*.pgm",
                "--top",
                "1",
                "--out",
                "hdfs:///predicted/all.csv",
                "--master",
                trainings.cluster.master());

    assertThat(predicted.exitCode()).as(predicted.error()).isEqualTo(4);
    assertThat(predicted.output())
        .contains("Written hdfs:///predicted/all.csv: 299 images, and the problems of 1");
    List<String> lines = lines("/predicted/all.csv");
    assertThat(lines).hasSize(count + 1);
    assertThat(lines.get(100)).matches("hdfs://\\S+/images/099.pgm,1,\\d,.*,[01]\\.\\d+,");
    assertThat(lines.get(101)).contains("/images/100.pgm,,,,,").contains("truncated PNM");
    assertThat(lines.get(count)).contains("/images/299.pgm,1,");
  }

  private static void write(String path, byte[] content, int length) throws IOException {
    try (OutputStream output =
        trainings.cluster.fileSystem().create(new org.apache.hadoop.fs.Path(path))) {
      output.write(content, 0, length);
    }
  }

  private static List<String> lines(String path) throws IOException {
    try (InputStream input =
        trainings.cluster.fileSystem().open(new org.apache.hadoop.fs.Path(path))) {
      return new String(input.readAllBytes(), UTF_8).lines().toList();
    }
  }

  @Test
  void trainsInClusterMode() throws Exception {
    trainings
        .train(trainings.cluster.master(), "cluster", "--deploy-mode", "cluster")
        .requireDone();

    assertThat(trainings.weightsOf("cluster")).isEqualTo(trainings.weights);
    assertThat(trainings.read("cluster", "exit.json").get("code").asInt()).isZero();
  }

  /** Spark's own submission ends with 0. */
  @Test
  void failsTheSubmissionWhenADriverInClusterModeFails() throws Exception {
    Finished failed =
        trainings.train(
            trainings.cluster.master(), "none", "--deploy-mode", "cluster", "epochs=minus");

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.error()).contains("convoy: the driver failed");
    assertThat(LocalCluster.logs())
        .filteredOn(file -> file.endsWith("stderr"))
        .anySatisfy(
            file -> assertThat(read(file)).contains("command line: epochs = \"minus\": expected"));
    assertThat(trainings.cluster.fileSystem().exists(Trainings.path("none", "config.conf")))
        .isFalse();
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }
}
