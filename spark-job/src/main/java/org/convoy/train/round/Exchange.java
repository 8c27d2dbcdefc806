package org.convoy.train.round;

import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.local.LocalSchedulerBackend;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.SyncConfig.Compression;
import org.convoy.nn.kernel.GpuRuntime;
import org.convoy.train.HeapNeed;

/**
 * How a round's state gets to the workers and their results get back, which decides how often a
 * state is held where: {@link HeapNeed} counts it. All ways give the same bytes.
 */
public enum Exchange {
  /**
   * In the driver's process: workers start from the driver's vectors, and what they end with is
   * read from their replicas' memory. Each worker has a task slot, and so a replica, of its own.
   */
  LENT,
  /** In the driver's process, with more workers than slots: results are copied to the heap. */
  COPIED,
  /** On executors: state and results travel as one object each, and the driver takes the mean. */
  WHOLE,
  /** On executors: state and results travel in slices, and executors take their mean. */
  SLICED,
  /** Workers keep their replicas for many rounds, and take the mean of them among themselves. */
  DIRECT;

  /** From this many on, a state is held as few times as can be, even if that takes waiting. */
  private static final long LARGE_STATE = 1 << 24;

  /**
   * Of a training.
   *
   * @param stateFloats elements of the parameters and the optimizer's vector
   */
  public static Exchange of(ConvoyConfig config, JavaSparkContext spark, long stateFloats) {
    return whyNotDirect(config, spark).isEmpty() ? DIRECT : ofJobs(config, spark, stateFloats);
  }

  /** As above, of a training whose rounds are jobs. */
  static Exchange ofJobs(ConvoyConfig config, JavaSparkContext spark, long stateFloats) {
    if (spark.isLocal()) {
      return config.workers() <= localSlots(spark) && GpuRuntime.installed().isEmpty()
          ? LENT
          : COPIED;
    }

    return SlicedReduction.pays(config.workers(), stateFloats) ? SLICED : WHOLE;
  }

  /** Why the driver takes part in each round; empty if workers take the mean among themselves. */
  public static Optional<String> whyNotDirect(ConvoyConfig config, JavaSparkContext spark) {
    return switch (config.sync().transport()) {
      case JOB -> Optional.of("sync.transport = job");
      case DIRECT -> Optional.empty();
      case AUTO -> obstacle(config, spark);
    };
  }

  private static Optional<String> obstacle(ConvoyConfig config, JavaSparkContext spark) {
    if (spark.isLocal()) {
      return Optional.of("the driver's process trains");
    }

    if (config.sync().compress() != Compression.NONE) {
      return Optional.of("sync.compress = fp16");
    }

    if (spark.getConf().getBoolean("spark.speculation", false)) {
      return Optional.of("spark.speculation = true");
    }

    if (isDynamic(spark)) {
      return Optional.of("spark.dynamicAllocation.enabled = true");
    }

    int slots = slots(spark);
    return slots < config.workers()
        ? Optional.of("%d workers have %d task slots".formatted(config.workers(), slots))
        : Optional.empty();
  }

  /** Whether executors come and go: Spark refuses tasks that have to run at the same time. */
  public static boolean isDynamic(JavaSparkContext spark) {
    return spark.getConf().getBoolean("spark.dynamicAllocation.enabled", false);
  }

  /** How many tasks can run at the same time, on the executors that are there or due. */
  private static int slots(JavaSparkContext spark) {
    if (spark.isLocal()) {
      return localSlots(spark);
    }

    SparkConf conf = spark.getConf();
    int cpus = conf.getInt("spark.task.cpus", 1);
    int due = conf.getInt("spark.executor.instances", 0) * conf.getInt("spark.executor.cores", 1);
    return Math.max(due / cpus, ComputeStage.of(spark).slots(spark));
  }

  /** Whether the driver's process trains. */
  public boolean isInProcess() {
    return this == LENT || this == COPIED;
  }

  private static int localSlots(JavaSparkContext spark) {
    int cores =
        spark.sc().schedulerBackend() instanceof LocalSchedulerBackend local
            ? local.totalCores()
            : 1;
    return cores / spark.getConf().getInt("spark.task.cpus", 1);
  }

  /**
   * Whether the driver waits for checkpoints to be written, so that it holds two states of a
   * training at most.
   */
  public static boolean isLarge(long stateFloats) {
    return stateFloats >= LARGE_STATE;
  }
}
