package org.convoy.train.stop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.scheduler.JobSucceeded$;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.convoy.train.LocalCluster;
import org.convoy.train.stop.OutOfMemory.Kind;
import org.junit.jupiter.api.Test;

final class TestOutOfMemory {
  private static final SparkConf YARN =
      new SparkConf(false).set("spark.master", "yarn").set("spark.executor.memory", "2g");

  private static OutOfMemory only(String message) {
    return OutOfMemory.of(message, "executor 3 on h").orElseThrow();
  }

  @Test
  void tellsKindsByTheirWords() {
    assertThat(only("java.lang.OutOfMemoryError: Java heap space\n\tat x").kind())
        .isEqualTo(Kind.HEAP);
    assertThat(
            only("java.lang.OutOfMemoryError: Physical memory usage is too high: physicalBytes (9G)"
                    + " > maxPhysicalBytes (8G)")
                .kind())
        .isEqualTo(Kind.NATIVE);
    assertThat(
            only("java.lang.OutOfMemoryError: Cannot allocate new FloatPointer(9): totalBytes = 1G,"
                    + " physicalBytes = 2G")
                .kind())
        .isEqualTo(Kind.NATIVE);
    assertThat(only("java.lang.OutOfMemoryError: Cannot reserve 9 bytes of direct buffer").kind())
        .isEqualTo(Kind.BUFFERS);
    assertThat(
            only("Total size of serialized results of 3 tasks (9.0 MiB) is bigger than"
                    + " spark.driver.maxResultSize (8.0 MiB)")
                .kind())
        .isEqualTo(Kind.RESULTS);
  }

  /** As JavaCPP hands on what ND4J throws, and Spark what an executor did. */
  @Test
  void nd4jsOwnFailuresAreOfMemory() {
    for (String said :
        List.of(
            "Allocation failed: [std::bad_alloc]",
            "DataBuffer expansion failed: [std::bad_alloc]",
            "Failed to allocate new NDArray; Requested bytes: 9, limit bytes 8",
            "std::bad_alloc")) {
      OutOfMemory here =
          OutOfMemory.of(new IllegalStateException(new RuntimeException(said))).orElseThrow();
      assertThat(here.kind()).as(said).isEqualTo(Kind.SYSTEM);
      assertThat(only("Lost task (h executor 3): java.lang.RuntimeException: " + said).kind())
          .isEqualTo(Kind.SYSTEM);
    }

    assertThat(only("java.lang.OutOfMemoryError: oneDNN found no native memory for a plan").kind())
        .isEqualTo(Kind.SYSTEM);
    assertThat(OutOfMemory.of(new RuntimeException("Allocation of workers failed"))).isEmpty();
    assertThat(new OutOfMemory(Kind.SYSTEM, "", "Allocation failed").message(new SparkConf(false)))
        .isEqualTo(
            "out of memory: the operating system gives this process no more native memory"
                + " (Allocation failed); give the machine or the container more memory, or set a"
                + " smaller batchSize");
  }

  /** As YARN, Kubernetes and a standalone worker say it, by way of Spark. */
  @Test
  void tellsKilledExecutors() {
    assertThat(
            only("ExecutorLostFailure (executor 3 exited caused by one of the running tasks)"
                    + " Reason: Container killed by YARN for exceeding physical memory limits."
                    + " 5.1 GB of 5 GB physical memory used. Consider boosting"
                    + " spark.executor.memoryOverhead.")
                .kind())
        .isEqualTo(Kind.CONTAINER);
    assertThat(
            only("The executor with id 3 exited with exit code 137(SIGKILL, possible container"
                    + " OOM).")
                .kind())
        .isEqualTo(Kind.KILLED);
    assertThat(only("Reason: Command exited with code 137").kind()).isEqualTo(Kind.KILLED);
    assertThat(only("Reason: Command exited with code 52").kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void otherEndsAreNotOfMemory() {
    for (String message :
        List.of(
            "Reason: Command exited with code 143",
            "Reason: Command exited with code 1",
            "Reason: worker lost",
            "Executor heartbeat timed out after 130000 ms",
            "Executor killed by driver.",
            "java.lang.OutOfMemoryError: Requested array size exceeds VM limit",
            "java.lang.IllegalStateException: code 1137")) {
      assertThat(OutOfMemory.of(message, "")).as(message).isEmpty();
    }
  }

  @Test
  void theLastFailureOfATaskCounts() {
    assertThat(
            OutOfMemory.of(
                "Task 0 failed 4 times, java.lang.OutOfMemoryError: Java heap space; most recent"
                    + " failure: Lost task 0.3 (h executor 4): java.io.IOException: gone",
                ""))
        .isEmpty();
  }

  @Test
  void namesTheSettingOfItsProcess() {
    assertThat(only("java.lang.OutOfMemoryError: Java heap space").message(YARN))
        .isEqualTo(
            "out of memory: the Java heap of executor 3 on h is full (spark.executor.memory = 2g);"
                + " set spark.executor.memory higher, or a smaller spark.executor.cores");
    assertThat(new OutOfMemory(Kind.HEAP, "", "").message(YARN))
        .startsWith("out of memory: the Java heap of the driver is full (")
        .endsWith("set CONVOY_DRIVER_MEMORY (spark-submit: --driver-memory) higher");
    assertThat(new OutOfMemory(Kind.HEAP, "", "").message(new SparkConf(false)))
        .startsWith("out of memory: the Java heap of this process is full (")
        .endsWith("set CONVOY_DRIVER_MEMORY higher");
  }

  /** As of convoy predict with few images, which spark-submit begins and Spark has no part in. */
  @Test
  void nothingOfSparkIsNamedBeforeItIsStarted() {
    SparkConf submitted =
        new SparkConf(false)
            .set("spark.submit.deployMode", "client")
            .set("spark.executor.memory", "1g");

    assertThat(new OutOfMemory(Kind.HEAP, "", "").message(submitted))
        .startsWith("out of memory: the Java heap of this process is full (")
        .endsWith("set CONVOY_DRIVER_MEMORY (spark-submit: --driver-memory) higher");
    assertThat(new OutOfMemory(Kind.NATIVE, "", "> maxBytes").message(submitted))
        .endsWith(
            "add -Dorg.bytedeco.javacpp.maxbytes=SIZE to CONVOY_JAVA_OPTS (spark-submit:"
                + " --driver-java-options), or set a smaller batchSize");
  }

  private static SparkConf small(LocalCluster cluster) {
    return cluster.conf().set("spark.executor.memory", "512m").set("spark.task.maxFailures", "2");
  }

  private static Throwable failure(LocalCluster cluster, Function<Integer, Integer> task) {
    try (JavaSparkContext spark = new JavaSparkContext(small(cluster))) {
      MemoryWatch.OF_PROCESS.watch(spark.sc());
      return catchThrowable(() -> spark.parallelize(List.of(1), 1).map(task).collect());
    }
  }

  /** An executor may end before its task's failure is sent; then nothing tells of which memory. */
  @Test
  void anExecutorsHeap() {
    try (LocalCluster cluster = LocalCluster.open()) {
      Throwable failure = failure(cluster, task -> new long[100 << 20].length);

      OutOfMemory memory = OutOfMemory.of(failure).or(MemoryWatch.OF_PROCESS::latest).orElseThrow();
      assertThat(memory.kind()).isIn(Kind.HEAP, Kind.UNKNOWN);
      assertThat(memory.message(small(cluster)))
          .containsPattern(
              "the Java heap of executor \\d+ on \\S+ is full \\(.* = 512m\\)"
                  + "|executor \\d+ on \\S+ ran out of memory and ended");
    }
  }

  /** A later failure, of something else, is not told as one of memory. */
  @Test
  void whatSparkTriedAgainWithSuccessIsForgotten() {
    MemoryWatch watch = MemoryWatch.OF_PROCESS;
    watch.onJobEnd(new SparkListenerJobEnd(0, 0, JobSucceeded$.MODULE$)); // of other tests
    watch.onExecutorRemoved(
        new SparkListenerExecutorRemoved(0, "3", "Command exited with code 52"));
    assertThat(watch.latest().orElseThrow().kind()).isEqualTo(Kind.UNKNOWN);

    watch.onJobEnd(new SparkListenerJobEnd(1, 0, JobSucceeded$.MODULE$));
    assertThat(watch.latest()).isEmpty();
  }

  @Test
  void anExecutorThatIsKilled() {
    try (LocalCluster cluster = LocalCluster.open()) {
      Throwable failure =
          failure(
              cluster,
              task -> {
                Runtime.getRuntime().halt(128 + 9);
                return 0;
              });

      OutOfMemory memory = OutOfMemory.of(failure).orElseThrow();
      assertThat(memory.kind()).isEqualTo(Kind.KILLED);
      assertThat(memory.process()).startsWith("executor ");
    }
  }
}
