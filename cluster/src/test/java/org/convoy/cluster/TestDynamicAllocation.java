package org.convoy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.convoy.cluster.Convoy.Running;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Executors that Spark starts when there are tasks and stops when they are idle. */
@Tag("cluster")
@Order(5)
final class TestDynamicAllocation {
  private static final List<String> SETTINGS =
      List.of(
          "spark.dynamicAllocation.enabled=true",
          "spark.dynamicAllocation.shuffleTracking.enabled=true",
          "spark.dynamicAllocation.shuffleTracking.timeout=1s",
          "spark.dynamicAllocation.executorIdleTimeout=1s",
          "spark.dynamicAllocation.cachedExecutorIdleTimeout=1s",
          "spark.eventLog.enabled=true",
          "spark.eventLog.rolling.enabled=false",
          "spark.eventLog.compress=false",
          "spark.eventLog.dir=hdfs:///events");

  private static Trainings trainings;

  @BeforeAll
  static void prepare() throws Exception {
    trainings = Trainings.prepared();
  }

  /** While HDFS takes no checkpoints the training waits, and its executors are idle. */
  @Test
  void executorsComeAndGo() throws Exception {
    DistributedFileSystem hdfs = trainings.cluster.fileSystem();
    Running training = trainings.start(trainings.cluster.master(), "dynamic", settings());
    trainings.awaitCheckpoint(training, "dynamic", "epoch-00000-round-000003");
    trainings.cluster.enterSafeMode();
    try {
      await().atMost(Duration.ofMinutes(3)).until(() -> executors() == 0);
    } finally {
      trainings.cluster.leaveSafeMode();
    }

    assertThat(training.await().weights()).isEqualTo(trainings.weights);
    List<String> events = events(hdfs);
    int removed = indexOf(events, "SparkListenerExecutorRemoved");
    assertThat(indexOf(events, "SparkListenerExecutorAdded")).isBetween(0, removed);
    assertThat(events.subList(removed, events.size()))
        .anyMatch(event -> event.contains("SparkListenerExecutorAdded"));
  }

  private static String[] settings() {
    return SETTINGS.stream()
        .flatMap(setting -> Stream.of("--conf", setting))
        .toArray(String[]::new);
  }

  private static long executors() throws IOException {
    return Stream.of(LocalCluster.executor("worker-1"), LocalCluster.executor("worker-2"))
        .filter(java.util.Optional::isPresent)
        .count();
  }

  private static int indexOf(List<String> events, String type) {
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).contains("\"" + type + "\"")) {
        return i;
      }
    }

    throw new AssertionError("no " + type);
  }

  private static List<String> events(DistributedFileSystem hdfs) throws IOException {
    FileStatus[] logs = hdfs.listStatus(new Path("/events"));
    assertThat(logs).hasSize(1);
    try (InputStream input = hdfs.open(logs[0].getPath())) {
      return new String(input.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
