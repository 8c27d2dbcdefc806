package org.convoy.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

final class TestGpuSettingCheck {
  private static final String EXECUTOR = "spark.executor.resource.gpu.amount";
  private static final String TASK = "spark.task.resource.gpu.amount";

  private static List<Finding> findings(String... settings) {
    SparkConf conf = new SparkConf(false);
    for (int i = 0; i < settings.length; i += 2) {
      conf.set(settings[i], settings[i + 1]);
    }

    return new GpuSettingCheck(conf).findings();
  }

  @Test
  void hasNothingToSayOfWholeGpusOrNone() {
    assertThat(findings()).isEmpty();
    assertThat(findings(EXECUTOR, "4")).isEmpty();
    assertThat(findings(EXECUTOR, "4", TASK, "1")).isEmpty();
  }

  @Test
  void refusesParts() {
    assertThat(findings(EXECUTOR, "1", TASK, "0.5"))
        .containsExactly(
            Finding.problem(
                "gpus",
                "spark.task.resource.gpu.amount is 0.5; a replica takes one GPU to itself: set it"
                    + " to 1, or leave it out"));
  }

  @Test
  void dynamicAllocationMustBeTold() {
    assertThat(findings(EXECUTOR, "1", "spark.dynamicAllocation.enabled", "true"))
        .containsExactly(
            Finding.problem(
                "gpus",
                "with dynamic allocation Spark gives tasks no GPU by itself; set"
                    + " spark.task.resource.gpu.amount=1"));
  }
}
