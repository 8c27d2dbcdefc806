package org.convoy.replica;

import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.convoy.data.Sample;
import org.convoy.data.feed.BatchFeed;
import org.convoy.data.feed.BatchFeed.BadImagePolicy;
import org.convoy.data.feed.BatchFeed.BatchWriter;
import org.convoy.data.feed.InlineFeed;
import org.convoy.data.feed.PrefetchingFeed;

/** The minibatches of a Spark task. */
public final class TaskFeed {
  private TaskFeed() {}

  /**
   * Opens a feed that works ahead on the cores which {@code spark.task.cpus} gives a task beyond
   * its first; with none it makes each batch when it is needed.
   *
   * @param imageElements floats of one image in a batch
   */
  public static BatchFeed open(
      Iterator<Sample> samples,
      int batchSize,
      BatchWriter writer,
      BadImagePolicy policy,
      int imageElements) {
    int spareCores = TaskContext.get().cpus() - 1;
    return spareCores > 0
        ? new PrefetchingFeed(samples, batchSize, writer, policy, imageElements, spareCores)
        : new InlineFeed(samples, batchSize, writer, policy);
  }

  /** Ends a task whose job was cancelled: Spark only tells it so. */
  public static void endIfCancelled() {
    TaskContext task = TaskContext.get();
    if (task != null && task.isInterrupted()) {
      throw new TaskKilledException("the job was cancelled");
    }
  }
}
