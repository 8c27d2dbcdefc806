package org.convoy.train.round;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.local.LocalSchedulerBackend;
import org.convoy.config.ConvoyConfig;
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
  SLICED;

  /** From this many on, a state is held as few times as can be, even if that takes waiting. */
  private static final long LARGE_STATE = 1 << 24;

  /**
   * Of a training.
   *
   * @param stateFloats elements of the parameters and the optimizer's vector
   */
  public static Exchange of(ConvoyConfig config, JavaSparkContext spark, long stateFloats) {
    if (spark.isLocal()) {
      return config.workers() <= slots(spark) && GpuRuntime.installed().isEmpty() ? LENT : COPIED;
    }

    return SlicedReduction.pays(config.workers(), stateFloats) ? SLICED : WHOLE;
  }

  /** Whether the driver's process trains. */
  public boolean isInProcess() {
    return this == LENT || this == COPIED;
  }

  private static int slots(JavaSparkContext spark) {
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
