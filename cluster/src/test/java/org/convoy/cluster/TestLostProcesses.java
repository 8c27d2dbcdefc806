package org.convoy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.convoy.cluster.Convoy.Finished;
import org.convoy.cluster.Convoy.Running;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes that die while a training runs do not change a byte of its weights. */
@Tag("cluster")
@Order(3)
final class TestLostProcesses {
  private static final Duration OUTAGE = Duration.ofSeconds(20);

  private static Trainings trainings;

  @BeforeAll
  static void prepare() throws Exception {
    trainings = Trainings.prepared();
  }

  @AfterEach
  void restore() {
    trainings.cluster.restore();
  }

  @Test
  void anExecutor() throws Exception {
    Running training = trainings.start(trainings.cluster.master(), "executor");
    trainings.awaitCheckpoint(training, "executor", "epoch-00000-round-000003");
    LocalCluster.kill(anExecutorProcess());
    assertThat(trainings.isFinished("executor")).isFalse();

    assertThat(training.await().weights()).isEqualTo(trainings.weights);
  }

  private static ProcessHandle anExecutorProcess() throws IOException {
    for (String worker : List.of("worker-1", "worker-2")) {
      if (LocalCluster.executor(worker).isPresent()) {
        return LocalCluster.executor(worker).get();
      }
    }

    throw new AssertionError("no executor runs");
  }

  /** Its executor ends with it. */
  @Test
  void aWorker() throws Exception {
    Running training = trainings.start(trainings.cluster.master(), "worker");
    trainings.awaitCheckpoint(training, "worker", "epoch-00001-round-000003");
    ProcessHandle executor = LocalCluster.executor("worker-2").orElseThrow();
    LocalCluster.kill(LocalCluster.server("worker-2"));
    await().atMost(Duration.ofMinutes(1)).until(() -> !executor.isAlive());

    assertThat(training.await().weights()).isEqualTo(trainings.weights);
  }

  /** Started again at once; before that, a second one beside it is refused, however slow it is. */
  @Test
  void theDriver() throws Exception {
    Running killed = trainings.start(trainings.cluster.master(), "driver");
    trainings.awaitCheckpoint(killed, "driver", "epoch-00001-round-000003");
    LocalCluster.pause(killed.process().toHandle());
    Finished second = trainings.train(trainings.cluster.master(), "driver");
    assertThat(second.exitCode()).isEqualTo(2);
    assertThat(second.error())
        .contains("/runs/driver is being trained by process " + killed.process().pid() + " on ");
    killed.process().destroyForcibly();
    assertThat(killed.await().exitCode()).isEqualTo(128 + 9);
    assertThat(trainings.isFinished("driver")).isFalse();

    Finished continued = trainings.train(trainings.cluster.master(), "driver");
    assertThat(continued.error()).contains("/runs/driver: taken over from process ");

    assertThat(continued.weights()).isEqualTo(trainings.weights);
    assertThat(continued.output()).containsPattern("Continuing at epoch \\d, round \\d+");
  }

  @Test
  void theDataNodeForTwentySeconds() throws Exception {
    Running training = trainings.start(trainings.cluster.master(), "datanode");
    trainings.awaitCheckpoint(training, "datanode", "epoch-00000-round-000003");
    LocalCluster.kill(LocalCluster.server("datanode"));
    long killed = System.nanoTime();
    await()
        .atMost(OUTAGE.multipliedBy(2))
        .until(() -> System.nanoTime() - killed > OUTAGE.toNanos());
    assertThat(trainings.isFinished("datanode")).isFalse();
    trainings.cluster.restore();

    assertThat(training.await().weights()).isEqualTo(trainings.weights);
  }
}
