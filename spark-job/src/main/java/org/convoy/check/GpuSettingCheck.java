package org.convoy.check;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;

/** Whether Spark is told to give a task one whole GPU, where it is told of GPUs. */
record GpuSettingCheck(SparkConf conf) implements Check {
  private static final String SUBJECT = "gpus";
  private static final String EXECUTOR = "spark.executor.resource.gpu.amount";
  private static final String TASK = "spark.task.resource.gpu.amount";

  GpuSettingCheck {
    requireNonNull(conf, "conf is null");
  }

  @Override
  public List<Finding> findings() {
    List<Finding> problems = new ArrayList<>();
    if (conf.contains(TASK) && conf.getDouble(TASK, 1) != 1) {
      problems.add(
          Finding.problem(
              SUBJECT,
              "%s is %s; a replica takes one GPU to itself: set it to 1, or leave it out"
                  .formatted(TASK, conf.get(TASK))));
    }

    boolean dynamic = conf.getBoolean("spark.dynamicAllocation.enabled", false);
    if (conf.getInt(EXECUTOR, 0) > 0 && dynamic && !conf.contains(TASK)) {
      problems.add(
          Finding.problem(
              SUBJECT,
              "with dynamic allocation Spark gives tasks no GPU by itself; set %s=1"
                  .formatted(TASK)));
    }

    return problems;
  }
}
