package org.convoy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void trainsAndEvaluatesInClientMode() throws Exception {
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
