package org.convoy.check.executor;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.Option;
import scala.collection.Iterator;

/** The executors that Spark has at this moment. */
public record RegisteredExecutors(JavaSparkContext spark) {
  private static final String DRIVER = "driver";

  public RegisteredExecutors {
    requireNonNull(spark, "spark is null");
  }

  /** All that compute; on a local master the driver's own process is the one. */
  public List<Executor> list() {
    List<Executor> executors = new ArrayList<>();
    Iterator<ExecutorSummary> summaries = spark.sc().statusStore().executorList(true).iterator();
    while (summaries.hasNext()) {
      ExecutorSummary summary = summaries.next();
      if (summary.id().equals(DRIVER) == spark.isLocal()) {
        executors.add(executor(summary));
      }
    }

    return executors;
  }

  /** How long ago the last of them came; of none, since the driver came. */
  public Duration sinceLastCame() {
    Instant last = Instant.EPOCH;
    Iterator<ExecutorSummary> summaries = spark.sc().statusStore().executorList(true).iterator();
    while (summaries.hasNext()) {
      Instant came = summaries.next().addTime().toInstant();
      last = came.isAfter(last) ? came : last;
    }

    return Duration.between(last, Instant.now());
  }

  private static Executor executor(ExecutorSummary summary) {
    List<String> gpus = gpuAddresses(summary);
    int tasks = summary.maxTasks();
    return new Executor(
        summary.id(),
        summary.hostPort().replaceFirst(":\\d+$", ""),
        gpus.isEmpty() ? tasks : Math.min(tasks, gpus.size()),
        gpus,
        Optional.empty());
  }

  private static List<String> gpuAddresses(ExecutorSummary summary) {
    Option<ResourceInformation> gpus = summary.resources().get("gpu");
    return gpus.isDefined() ? Arrays.asList(gpus.get().addresses()) : List.of();
  }
}
