package org.convoy.cli.process;

import java.util.OptionalLong;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.JavaSparkStatusTracker;

/** How far Spark is with the jobs that run. */
public final class SparkTasks {
  private SparkTasks() {}

  /**
   * By the tasks that are done.
   *
   * @param images that all of them are about
   * @return images done; nothing while no job runs
   */
  public static OptionalLong imagesDone(JavaSparkContext spark, long images) {
    JavaSparkStatusTracker tracker = spark.statusTracker();
    long tasks = 0;
    long done = 0;
    for (int job : tracker.getActiveJobIds()) {
      SparkJobInfo info = tracker.getJobInfo(job);
      for (int id : info == null ? new int[0] : info.stageIds()) {
        SparkStageInfo stage = tracker.getStageInfo(id);
        tasks += stage == null ? 0 : stage.numTasks();
        done += stage == null ? 0 : stage.numCompletedTasks();
      }
    }

    return tasks == 0 ? OptionalLong.empty() : OptionalLong.of(images * done / tasks);
  }
}
