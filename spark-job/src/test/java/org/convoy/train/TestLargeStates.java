package org.convoy.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A state that is large by the heaps it passes through, on all its ways. */
@Timeout(300)
final class TestLargeStates {
  /** 130 MB: 16 million parameters with their momentum. */
  private static final String[] LARGE = {
    "model.layers=[{conv2d {out = 4, kernel = 3}}, relu, flatten,"
        + " {linear {out = 40000}}, relu, {linear {out = 4}}]",
    "workers=3",
    "epochs=2",
    "sync.every=1",
    "checkpoint.everyRounds=1"
  };

  private static final int SAMPLES = 48;

  @TempDir private Path folder;

  private static String embedded(int slots, Path folder, String... more) {
    return SmallTraining.of("local[" + slots + "]", SAMPLES, LARGE)
        .with(more)
        .run(folder, new TrainingListener() {});
  }

  private static String onExecutors(Path folder, String... more) {
    try (LocalCluster cluster = LocalCluster.open()) {
      // Less than four of the state, which old versions needed five of.
      SparkConf conf = cluster.conf().set("spark.executor.memory", "512m");
      try (JavaSparkContext spark = new JavaSparkContext(conf)) {
        return SmallTraining.of(spark.master(), SAMPLES, LARGE)
            .with(more)
            .run(spark, folder, new TrainingListener() {});
      }
    }
  }

  @Test
  void smallExecutorsTrainTheBytesThatOneProcessTrains() {
    String copied = embedded(1, folder.resolve("copied"));

    assertThat(embedded(3, folder.resolve("lent"))).isEqualTo(copied);
    assertThat(onExecutors(folder.resolve("executors"), "sync.transport=job")).isEqualTo(copied);
  }

  @Test
  @Tag("slow")
  void soDoExecutorsThatExchangeItThemselves() {
    String[] more = {"epochs=1", "workers=2", "sync={strategy=slowmo,every=1}"};

    assertThat(onExecutors(folder.resolve("executors"), more))
        .isEqualTo(embedded(2, folder.resolve("lent"), more));
  }

  @Test
  @Tag("slow")
  void soDoTheyInHalfPrecisionWithOwnOptimizers() {
    String[] more = {"sync.compress=fp16", "sync.optimizerState=local", "epochs=1"};
    String copied = embedded(1, folder.resolve("copied"), more);

    assertThat(embedded(3, folder.resolve("lent"), more)).isEqualTo(copied);
    assertThat(onExecutors(folder.resolve("executors"), more)).isEqualTo(copied);
  }
}
