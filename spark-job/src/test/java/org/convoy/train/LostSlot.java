package org.convoy.train;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.storage.RDDInfo;
import org.awaitility.Awaitility;
import org.convoy.spark.ScalaCollections;

/** An executor that is busy, and is taken away for good when workers are to meet. */
final class LostSlot extends SparkListener {
  private final JavaSparkContext spark;
  private volatile String executor = "";
  private volatile boolean isKilled;

  private LostSlot(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** Keeps one executor busy until it is lost. */
  static LostSlot occupy(JavaSparkContext spark) {
    LostSlot slot = new LostSlot(spark);
    spark.sc().addSparkListener(slot);
    JavaFutureAction<Void> busy = spark.parallelize(List.of(0), 1).foreachAsync(new Busy());
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> !slot.executor.isEmpty() || busy.isDone());
    return slot;
  }

  boolean isKilled() {
    return isKilled;
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    if (executor.isEmpty()) {
      executor = start.taskInfo().executorId();
    }
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted stage) {
    if (!isKilled
        && ScalaCollections.asJava(stage.stageInfo().rddInfos()).stream()
            .anyMatch(RDDInfo::isBarrier)) {
      // Spark does not start another in its place.
      isKilled = spark.sc().killExecutor(executor);
    }
  }

  private static final class Busy implements VoidFunction<Integer>, Serializable {
    @Override
    public void call(Integer value) throws InterruptedException {
      if (TaskContext.get().attemptNumber() == 0) {
        Thread.sleep(Duration.ofMinutes(10).toMillis());
      }
    }
  }
}
