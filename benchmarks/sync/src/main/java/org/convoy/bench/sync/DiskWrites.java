package org.convoy.bench.sync;

import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** What Spark writes to the disks of all executors, by its own count. */
final class DiskWrites extends SparkListener {
  private final AtomicLong shuffled = new AtomicLong();
  private final AtomicLong kept = new AtomicLong();
  private final JavaSparkContext spark;

  private DiskWrites(JavaSparkContext spark) {
    this.spark = spark;
  }

  static DiskWrites of(JavaSparkContext spark) {
    DiskWrites writes = new DiskWrites(spark);
    spark.sc().addSparkListener(writes);
    return writes;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    TaskMetrics metrics = end.taskMetrics();

    if (metrics != null) { // nothing is known of tasks that were lost with their executor
      shuffled.addAndGet(metrics.shuffleWriteMetrics().bytesWritten() + metrics.diskBytesSpilled());
    }
  }

  @Override
  public void onBlockUpdated(SparkListenerBlockUpdated update) {
    if (update.blockUpdatedInfo().blockId().isRDD()) {
      kept.addAndGet(update.blockUpdatedInfo().diskSize());
    }
  }

  /** Bytes of shuffles so far. */
  long shuffled() {
    awaitEvents();
    return shuffled.get();
  }

  /** Bytes of kept partitions so far. */
  long kept() {
    awaitEvents();
    return kept.get();
  }

  private void awaitEvents() {
    try {
      spark.sc().listenerBus().waitUntilEmpty();
    } catch (TimeoutException e) {
      throw new IllegalStateException("Spark's events did not arrive", e);
    }
  }
}
