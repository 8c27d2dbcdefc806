package org.convoy.check.executor;

import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.network.util.JavaUtils;

/**
 * What Spark is told of memory, and where a user sets it.
 *
 * @param heapSetting the setting of the executors' heap
 * @param optionsSetting where their Java options are set
 * @param containerOverhead what a container has beside the heap; 0 where there are none
 * @param largestResult spark.driver.maxResultSize; 0: no limit
 */
public record MemorySettings(
    String heapSetting, String optionsSetting, long containerOverhead, long largestResult) {
  private static final String EMBEDDED_HEAP = "CONVOY_DRIVER_MEMORY";
  private static final double DEFAULT_FACTOR = 0.1;
  private static final long LEAST_OVERHEAD = 384L << 20;

  /** Of a started context. */
  public static MemorySettings of(SparkConf conf) {
    String master = conf.get("spark.master");
    long largestResult = conf.getSizeAsBytes("spark.driver.maxResultSize", "1g");
    return master.startsWith("local") && !master.startsWith("local-cluster")
        ? new MemorySettings(EMBEDDED_HEAP, "CONVOY_JAVA_OPTS", 0, largestResult)
        : new MemorySettings(
            "spark.executor.memory",
            "spark.executor.extraJavaOptions",
            hasContainers(master) ? containerOverhead(conf) : 0,
            largestResult);
  }

  /** Whether the driver is the executor. */
  public boolean isEmbedded() {
    return heapSetting.equals(EMBEDDED_HEAP);
  }

  private static boolean hasContainers(String master) {
    return master.toLowerCase(Locale.ROOT).startsWith("yarn") || master.startsWith("k8s://");
  }

  /** As Spark computes it for YARN and Kubernetes. */
  private static long containerOverhead(SparkConf conf) {
    long heap = conf.getSizeAsBytes("spark.executor.memory", "1g");
    double factor = conf.getDouble("spark.executor.memoryOverheadFactor", DEFAULT_FACTOR);
    long inferred = Math.max(LEAST_OVERHEAD, (long) (heap * factor));
    return conf.contains("spark.executor.memoryOverhead")
        ? JavaUtils.byteStringAsMb(conf.get("spark.executor.memoryOverhead")) << 20
        : inferred;
  }
}
