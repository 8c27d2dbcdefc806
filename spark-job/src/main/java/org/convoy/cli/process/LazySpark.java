package org.convoy.cli.process;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Spark, started when it is needed first; once, since a cluster takes an application's end for all.
 */
public final class LazySpark implements AutoCloseable {
  private final Runnable beforeStart;
  private Optional<JavaSparkContext> context = Optional.empty();

  public LazySpark() {
    this(() -> {});
  }

  /**
   * @param beforeStart is run first
   */
  public LazySpark(Runnable beforeStart) {
    this.beforeStart = requireNonNull(beforeStart, "beforeStart is null");
  }

  /**
   * The context.
   *
   * @throws SparkStartException when it does not start
   */
  public JavaSparkContext context() {
    if (context.isEmpty()) {
      beforeStart.run();
      context = Optional.of(SparkEnvironment.start());
    }

    return context.get();
  }

  /** This process's id in Spark, as far as it is known. */
  public String applicationId() {
    return context
        .map(spark -> spark.sc().applicationId())
        .orElseGet(SparkEnvironment::applicationBeforeStart);
  }

  @Override
  public void close() {
    context.ifPresent(JavaSparkContext::close);
  }
}
