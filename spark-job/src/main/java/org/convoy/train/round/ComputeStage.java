package org.convoy.train.round;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.ResourceProfileManager;
import org.apache.spark.resource.TaskResourceRequests;

/**
 * Where the tasks that compute run. Where executors have GPUs, each takes one of them, with its
 * share of the executor's cores to make batches on, while the stages that read and shuffle run a
 * task a core: Spark's stage-level scheduling, with requests of tasks only, so that all stages run
 * in the same executors.
 *
 * <p>{@code spark.task.resource.gpu.amount}, where it is set, asks the same of all stages, and
 * nothing is asked here. Dynamic allocation needs it, as it would start other executors for a
 * profile.
 */
public record ComputeStage(Optional<ResourceProfile> profile) {
  private static final long POLL_MILLIS = 100;
  private static final String EXECUTOR_GPUS = "spark.executor.resource.gpu.amount";
  private static final String TASK_GPUS = "spark.task.resource.gpu.amount";

  public ComputeStage {
    requireNonNull(profile, "profile is null");
  }

  public static ComputeStage of(JavaSparkContext spark) {
    SparkConf conf = spark.getConf();
    int gpus = conf.getInt(EXECUTOR_GPUS, 0);
    boolean asksByItself =
        gpus > 0
            && !spark.isLocal()
            && !conf.contains(TASK_GPUS)
            && !conf.getBoolean("spark.dynamicAllocation.enabled", false);
    return new ComputeStage(asksByItself ? Optional.of(oneGpu(conf, gpus)) : Optional.empty());
  }

  private static ResourceProfile oneGpu(SparkConf conf, int gpus) {
    int cpus = conf.getInt("spark.task.cpus", 1);
    int share = conf.getInt("spark.executor.cores", cpus) / gpus;
    TaskResourceRequests requests =
        new TaskResourceRequests().cpus(Math.max(cpus, share)).resource("gpu", 1);
    return new ResourceProfileBuilder().require(requests).build();
  }

  /** How many of its tasks can run at the same time on the executors that are there. */
  public int slots(JavaSparkContext spark) {
    ResourceProfileManager profiles = spark.sc().resourceProfileManager();
    profile.ifPresent(profiles::addResourceProfile); // It may be asked for before any stage runs.
    return spark.sc().maxNumConcurrentTasks(profile.orElseGet(profiles::defaultResourceProfile));
  }

  /**
   * Waits for as many slots as are wanted, or until no more come: executors of an application that
   * has just begun register one after the other.
   *
   * @param patience for how long no more come
   * @return whether there are so many
   */
  public boolean awaitSlots(JavaSparkContext spark, int wanted, Duration patience) {
    try {
      int slots = slots(spark);
      long changed = System.nanoTime();
      while (slots < wanted && System.nanoTime() - changed < patience.toNanos()) {
        Thread.sleep(POLL_MILLIS);
        int before = slots;
        slots = slots(spark);
        changed = slots == before ? changed : System.nanoTime();
      }

      return slots >= wanted;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The training was interrupted", e);
    }
  }

  /** The same tasks, each with what a replica takes. */
  public <T> JavaRDD<T> place(JavaRDD<T> tasks) {
    return profile.map(tasks::withResources).orElse(tasks);
  }

  /** As the other, in place. */
  public void place(RDD<?> tasks) {
    profile.ifPresent(tasks::withResources);
  }
}
