package org.convoy.train;

import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.convoy.train.round.WorkerMetrics;

/**
 * Adds how a training goes to Spark's metrics, for the sinks that Spark is configured with. {@code
 * spark.plugins} names it.
 */
public final class MetricsPlugin implements SparkPlugin {
  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public void registerMetrics(String application, PluginContext driver) {
        DriverMetrics.OF_PROCESS.register(driver.metricRegistry());
      }
    };
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext executor, Map<String, String> unused) {
        WorkerMetrics.OF_PROCESS.register(executor.metricRegistry());
      }
    };
  }
}
