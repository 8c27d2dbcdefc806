package org.convoy.train;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.optimizer.Sgd;
import org.convoy.replica.ReplicaPool;
import org.convoy.replica.ReplicaSpec;
import org.convoy.train.round.ComputeStage;
import org.convoy.zoo.Architecture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spark's standalone master, a worker with four pretended GPUs, and two executor processes of two
 * cores and two of them each. Replicas compute on the CPU; that each is its own GPU's is what is
 * tested.
 */
final class TestGpuAssignment {
  private static final int TASKS = 12;
  private static final String GPUS =
      "{\"name\": \"gpu\", \"addresses\": [\"0\",\"1\",\"2\",\"3\"]}";

  @TempDir private Path folder;
  private SparkConf conf;

  @BeforeEach
  void configure() throws IOException {
    Path discovery = folder.resolve("discovery");
    Files.writeString(discovery, "#!/bin/sh\necho '" + GPUS + "'\n");
    Files.setPosixFilePermissions(discovery, PosixFilePermissions.fromString("rwx------"));
    conf =
        SmallTraining.conf("local-cluster[1,4,1024]")
            // There is no Spark home here, and this lets Spark's launcher do without.
            .set("spark.executorEnv.SPARK_TESTING", "1")
            .set("spark.executorEnv.SPARK_SCALA_VERSION", SmallTraining.SCALA)
            .set("spark.executorEnv.OMP_NUM_THREADS", "1")
            .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .set("spark.executor.memory", "512m")
            .set("spark.executor.cores", "2")
            .set("spark.plugins", GpuPlugin.class.getName())
            .set("spark.worker.resource.gpu.amount", "4")
            .set("spark.worker.resource.gpu.discoveryScript", discovery.toString())
            .set("spark.executor.resource.gpu.amount", "2");
  }

  @Test
  void eachTaskComputesOnItsOwnGpu() {
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      List<Integer> tasks = IntStream.range(0, TASKS).boxed().toList();
      JavaRDD<String> seen = spark.parallelize(tasks, TASKS).map(TestGpuAssignment::look);

      assertDistinctGpus(ComputeStage.of(spark).place(seen).collect());
    }
  }

  /** The weights depend on neither devices nor executors. */
  @Test
  void trainsToTheWeightsOfTheCpu() {
    SmallTraining training = SmallTraining.of("local[2]", 100, "workers=3", "batchSize=4");
    TrainingListener silent = new TrainingListener() {};

    assertThat(training.run(conf, folder.resolve("gpus"), silent))
        .isEqualTo(training.run(folder.resolve("cpu"), silent));
  }

  /** Every second task fails at first, with its replica, and runs again somewhere. */
  private static String look(int task) {
    ReplicaSpec spec =
        new ReplicaSpec(
            new Architecture("lenet5", 10, 1, 28, 28),
            new CrossEntropyOutput(),
            Sgd.plain(),
            KernelChoice.of(Backend.ONEDNN),
            List.of());
    return ReplicaPool.with(
        spec,
        replica -> {
          if (task % 2 == 0 && TaskContext.get().attemptNumber() == 0) {
            throw new IllegalStateException("fails at first");
          }

          String assigned = TaskContext.get().resourcesJMap().get("gpu").addresses()[0];
          int own = replica.device().gpu().orElseThrow();
          return SparkEnv.get().executorId() + " " + assigned + " " + own;
        });
  }

  private static void assertDistinctGpus(List<String> seen) {
    assertThat(seen).hasSize(TASKS);
    assertThat(seen).allSatisfy(line -> assertThat(line).matches("\\d+ (\\d) \\1"));
    Map<String, Set<String>> executorsByGpu =
        seen.stream()
            .map(line -> line.split(" ", -1))
            .collect(groupingBy(word -> word[1], mapping(word -> word[0], toSet())));
    assertThat(executorsByGpu.values()).allSatisfy(executors -> assertThat(executors).hasSize(1));
  }
}
