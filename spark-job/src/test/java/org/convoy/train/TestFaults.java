package org.convoy.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.state.RoundMetrics;
import org.convoy.state.TrainingState;
import org.convoy.train.TaskFaults.RoundFault;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happens to tasks and executors does not change a byte of the weights, and each sample is
 * trained on once an epoch. With everything that draws: augmentation, mixup, dropout.
 */
@Tag("spark")
final class TestFaults {
  private static final int SAMPLES = 100;

  private static final SmallTraining TRAINING =
      SmallTraining.of(
          "unused",
          SAMPLES,
          "sync.every=2",
          "sync.transport=job",
          "data.transforms.train=[{randomCrop={size=12,padding=2}},randomHorizontalFlip,{mixup={}}]",
          "model.layers=[{conv2d={out=4,kernel=3}},batchNorm2d,relu,flatten,{dropout={probability=0.3}},{linear={out=4}}]");

  private static final SmallTraining CHUNKED =
      TRAINING.with("data.shuffle=chunks", "data.chunkSize=16");

  private static final SmallTraining INDEXED = TRAINING.with("data.shuffle=indexed");

  private static final SmallTraining DIRECT = TRAINING.with("sync.transport=direct");

  private static String undisturbed;
  private static String chunkedUndisturbed;

  @TempDir private Path folder;

  @BeforeAll
  static void trainUndisturbed(@TempDir Path folder) {
    SparkConf local = SmallTraining.conf("local[2]");
    undisturbed = TRAINING.run(local, folder.resolve("full"), new TrainingListener() {});
    chunkedUndisturbed = CHUNKED.run(local, folder.resolve("chunks"), new TrainingListener() {});
  }

  /** The weights' hash, when each epoch had all samples. */
  private String train(SparkConf conf) {
    return train(TRAINING, conf);
  }

  private String train(SmallTraining training, SparkConf conf) {
    List<TrainingState> states = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void roundFinished(TrainingState state, RoundMetrics round) {
            states.add(state);
          }
        };
    String hash = training.run(conf, folder.resolve("run"), listener);
    int rounds = states.size() / 2;
    assertThat(states.get(rounds - 1).epoch()).isZero();
    assertThat(states.get(rounds - 1).tally().samples()).isEqualTo(SAMPLES);
    assertThat(states.get(2 * rounds - 1).epoch()).isOne();
    assertThat(states.get(2 * rounds - 1).tally().samples()).isEqualTo(SAMPLES);
    return hash;
  }

  @Test
  void oneSlotChangesNothing() {
    assertThat(train(SmallTraining.conf("local[1]"))).isEqualTo(undisturbed);
  }

  @Test
  void failingTasksChangeNothing() {
    SparkConf failing = TaskFaults.failingTasks(SmallTraining.conf("local[2,4]"));

    assertThat(train(failing)).isEqualTo(undisturbed);
  }

  @Test
  void readingByIdChangesNothing() {
    assertThat(train(INDEXED, SmallTraining.conf("local[2]"))).isEqualTo(undisturbed);
  }

  @Test
  void failingTasksThatReadByIdChangeNothing() {
    SparkConf failing = TaskFaults.failingTasks(SmallTraining.conf("local[2,4]"));

    assertThat(train(INDEXED, failing)).isEqualTo(undisturbed);
  }

  /** With the executor what it read ahead is lost. */
  @Test
  @Tag("slow")
  void aLostExecutorThatReadsByIdChangesNothing() {
    Path lost = folder.resolve("executor-lost");
    try (LocalCluster cluster = LocalCluster.open()) {
      assertThat(train(INDEXED, TaskFaults.lostExecutor(cluster.conf(), lost)))
          .isEqualTo(undisturbed);
    }

    assertThat(lost).exists();
  }

  @Test
  void chunksAreAnotherOrder() {
    assertThat(chunkedUndisturbed).isNotEqualTo(undisturbed);
    assertThat(train(CHUNKED, SmallTraining.conf("local[1]"))).isEqualTo(chunkedUndisturbed);
  }

  @Test
  @Tag("slow")
  void twoExecutorsChangeNothingOfChunks() {
    try (LocalCluster cluster = LocalCluster.open()) {
      assertThat(train(CHUNKED, cluster.conf())).isEqualTo(chunkedUndisturbed);
    }
  }

  /** With the executor the chunks that it kept are lost. */
  @Test
  @Tag("slow")
  void aLostExecutorChangesNothingOfChunks() {
    Path lost = folder.resolve("executor-lost");
    try (LocalCluster cluster = LocalCluster.open()) {
      assertThat(train(CHUNKED, TaskFaults.lostExecutor(cluster.conf(), lost)))
          .isEqualTo(chunkedUndisturbed);
    }

    assertThat(lost).exists();
  }

  @Test
  @Tag("slow")
  void twoExecutorsChangeNothing() {
    try (LocalCluster cluster = LocalCluster.open()) {
      assertThat(train(cluster.conf())).isEqualTo(undisturbed);
    }
  }

  @Test
  @Tag("slow")
  void aLostExecutorChangesNothing() {
    Path lost = folder.resolve("executor-lost");
    try (LocalCluster cluster = LocalCluster.open()) {
      assertThat(train(TaskFaults.lostExecutor(cluster.conf(), lost))).isEqualTo(undisturbed);
    }

    assertThat(lost).exists();
  }

  @Test
  void aFailingWorkerOfManyRoundsChangesNothing() {
    Path failed = folder.resolve("failed");

    assertThat(
            train(
                DIRECT,
                TaskFaults.inARound(SmallTraining.conf("local[2]"), RoundFault.FAILS, failed)))
        .isEqualTo(undisturbed);
    assertThat(failed).exists();
  }

  @Test
  @Tag("slow")
  void aLostExecutorOfManyRoundsChangesNothing() {
    Path lost = folder.resolve("executor-lost");
    try (LocalCluster cluster = LocalCluster.open()) {
      assertThat(train(DIRECT, TaskFaults.inARound(cluster.conf(), RoundFault.DIES, lost)))
          .isEqualTo(undisturbed);
    }

    assertThat(lost).exists();
  }

  @Test
  @Tag("slow")
  void speculativeDuplicatesChangeNothing() {
    Path duplicate = folder.resolve("duplicate-done");
    try (LocalCluster cluster = LocalCluster.open();
        TwoHosts hosts = TwoHosts.start(cluster.conf())) {
      SparkConf speculative =
          hosts.conf().set("spark.speculation", "true").set("spark.speculation.quantile", "0.5");
      assertThat(train(TaskFaults.hangingTask(speculative, duplicate))).isEqualTo(undisturbed);
    }

    assertThat(duplicate).exists();
  }

  /** Spark counts slots when a segment is submitted, and waits without end for those lost since. */
  @Test
  void anExecutorLostBeforeTheWorkersMeetChangesNothing() {
    SmallTraining training = TRAINING.with("sync.transport=auto");
    try (LocalCluster cluster = LocalCluster.open();
        JavaSparkContext spark = new JavaSparkContext(cluster.conf())) {
      LostSlot lost = LostSlot.occupy(spark);

      assertThat(training.run(spark, folder.resolve("run"), new TrainingListener() {}))
          .isEqualTo(undisturbed);
      assertThat(lost.isKilled()).isTrue();
    }
  }
}
