package org.convoy.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoy.check.Executors.GIB;
import static org.convoy.check.Executors.MIB;

import java.util.List;
import org.apache.spark.SparkConf;
import org.convoy.check.executor.Executor;
import org.convoy.check.executor.ExecutorFacts;
import org.convoy.check.executor.MemorySettings;
import org.convoy.train.HeapNeed;
import org.convoy.train.MemoryNeed;
import org.junit.jupiter.api.Test;

final class TestMemoryChecks {
  /** Of a network of 100 MiB with one moment, and 500 MiB of activations. */
  private static final MemoryNeed NEED = need("batchSize");

  private static MemoryNeed need(String batchSetting) {
    return new MemoryNeed(
        100 * MIB,
        100 * MIB,
        500 * MIB,
        64 * MIB,
        batchSetting,
        new HeapNeed(2400 * MIB, 400 * MIB, 300 * MIB, 700 * MIB, 800 * MIB, 200 * MIB),
        1);
  }

  private static MemorySettings settings(String master, String... more) {
    SparkConf conf = new SparkConf(false).set("spark.master", master);
    for (String setting : more) {
      conf.set(setting.split("=", 2)[0], setting.split("=", 2)[1]);
    }

    return MemorySettings.of(conf);
  }

  private static List<String> texts(String master, ExecutorFacts facts, String... more) {
    Executor executor = Executors.executor(2, facts);
    Check check = new ExecutorMemoryCheck(NEED, settings(master, more), List.of(executor));
    return check.findings().stream().map(Finding::text).toList();
  }

  @Test
  void fits() {
    assertThat(texts("spark://h:7077", Executors.facts()))
        .containsExactly(
            "a replica takes 800 MiB outside the heap (300 MiB of parameters, gradients and"
                + " optimizer state, 500 MiB of activations), kernels 64 MiB; with its heap,"
                + " executor 0 on a takes about 4,084 MiB");
    assertThat(texts("local[2]", Executors.facts()).get(0))
        .endsWith("; with its heap, executor 0 on a takes about 4,524 MiB");
  }

  @Test
  void saysWhichHeapHoldsTheModel() {
    assertThat(texts("spark://h:7077", Executors.facts(GIB, 4 * GIB, 64 * GIB)))
        .containsExactly(
            "executor 0 on a has a heap of 1.0 GiB; the model's 200 MiB, as often as it is held for"
                + " 2 task slots, takes 1.3 GiB: set spark.executor.memory=1344m");
  }

  @Test
  void saysHowMuchJavaCppMustGive() {
    assertThat(texts("local[2]", Executors.facts(4 * GIB, GIB, 64 * GIB)))
        .containsExactly(
            "executor 0 on a may take 1.0 GiB outside the heap (org.bytedeco.javacpp.maxbytes; by"
                + " default, as the heap); activations of 2 replicas take 1.2 GiB: add"
                + " -Dorg.bytedeco.javacpp.maxbytes=1216m to CONVOY_JAVA_OPTS, or lower batchSize");
  }

  @Test
  void noLimitOfJavaCppIsNoProblem() {
    assertThat(texts("local[2]", Executors.facts(4 * GIB, 0, 64 * GIB))).hasSize(1);
  }

  @Test
  void saysWhichOverheadAContainerNeeds() {
    String[] found =
        texts("k8s://h", Executors.facts(), "spark.executor.memory=4g").toArray(String[]::new);

    assertThat(found)
        .containsExactly(
            "the container of executor 0 on a has 409 MiB beside the heap; 2 replicas take 2.0 GiB:"
                + " set spark.executor.memoryOverhead=2112m");
    assertThat(texts("yarn", Executors.facts(), "spark.executor.memoryOverhead=2112"))
        .singleElement()
        .asString()
        .startsWith("a replica takes 800 MiB");
  }

  @Test
  void executorsOfOneMachineShareIt() {
    Executor executor = Executors.executor(2, Executors.facts(4 * GIB, 4 * GIB, 10 * GIB));
    MemorySettings settings = settings("spark://h:7077");

    assertThat(new ExecutorMemoryCheck(NEED, settings, List.of(executor)).findings())
        .extracting(Finding::level)
        .containsExactly(Finding.Level.OK);
    assertThat(new ExecutorMemoryCheck(NEED, settings, List.of(executor, executor)).findings())
        .containsExactly(
            Finding.problem(
                "memory",
                "a has 10.0 GiB; 4 replicas take 12.0 GiB with their heaps: lower"
                    + " spark.executor.memory or batchSize, or use fewer cores"));
  }

  @Test
  void doesNotAdviseToLowerABatchOfOne() {
    Executor executor = Executors.executor(2, Executors.facts(4 * GIB, GIB, 4 * GIB));
    Check check = new ExecutorMemoryCheck(need(""), settings("local[2]"), List.of(executor));

    assertThat(check.findings())
        .extracting(Finding::text)
        .containsExactly(
            "executor 0 on a may take 1.0 GiB outside the heap (org.bytedeco.javacpp.maxbytes; by"
                + " default, as the heap); activations of 2 replicas take 1.2 GiB: add"
                + " -Dorg.bytedeco.javacpp.maxbytes=1216m to CONVOY_JAVA_OPTS",
            "a has 4.0 GiB; 2 replicas take 5.9 GiB with their heaps: lower CONVOY_DRIVER_MEMORY,"
                + " or use fewer cores");
  }

  @Test
  void saysHowManyTrainingsTheDriverHolds() {
    HeapNeed heap = new HeapNeed(7200 * MIB, 0, 0, 0, 0, 200 * MIB);
    MemoryNeed three = new MemoryNeed(0, 0, 0, 0, "", heap, 3);

    assertThat(new DriverMemoryCheck(three, settings("yarn"), 7 * GIB).findings())
        .containsExactly(
            Finding.problem(
                "driver memory",
                "the driver has a heap of 7.0 GiB; the training's state of 200 MiB for each of 3"
                    + " trainings side by side, as often as it is held, takes 7.3 GiB: set"
                    + " CONVOY_DRIVER_MEMORY=7488m (spark-submit: --driver-memory)"));
  }

  @Test
  void theDriverHoldsARound() {
    assertThat(new DriverMemoryCheck(NEED, settings("yarn"), 3 * GIB).findings())
        .containsExactly(
            Finding.ok(
                "driver memory",
                "the training's state of 200 MiB, as often as it is held, takes 2.6 GiB of a heap"
                    + " of 3.0 GiB"));
    assertThat(
            new DriverMemoryCheck(
                    NEED, settings("yarn", "spark.driver.maxResultSize=512m"), 2 * GIB)
                .findings())
        .extracting(Finding::text)
        .containsExactly(
            "the driver has a heap of 2.0 GiB; the training's state of 200 MiB, as often as it is"
                + " held, takes 2.6 GiB: set CONVOY_DRIVER_MEMORY=2688m (spark-submit:"
                + " --driver-memory)",
            "spark.driver.maxResultSize is 512 MiB; a round brings back 800 MiB: set it to 832m");
  }
}
