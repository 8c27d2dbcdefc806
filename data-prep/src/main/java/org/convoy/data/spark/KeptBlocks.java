package org.convoy.data.spark;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Spark keeps in the executors for a job that is over, often the last one. It is freed with
 * waiting: for answers of executors that come while it stops, Spark prints stack traces. A failure
 * is logged: nobody needs the blocks any more, whatever happened.
 */
public final class KeptBlocks {
  private static final Logger LOG = LoggerFactory.getLogger(KeptBlocks.class);

  private KeptBlocks() {}

  /** Frees the partitions of a persisted RDD. */
  public static void free(JavaRDD<?> rdd) {
    attempt(() -> rdd.unpersist(true));
  }

  /** Frees the executors' copies of a value; the driver's goes when nothing refers to it. */
  public static void free(Broadcast<?> value) {
    attempt(() -> value.unpersist(true));
  }

  /** Frees a value in the driver and the executors, without waiting. */
  public static void destroy(Broadcast<?> value) {
    attempt(value::destroy);
  }

  private static void attempt(Runnable free) {
    try {
      free.run();
    } catch (Exception e) { // Spark's own are checked ones, which its API does not declare.
      LOG.debug("Not freed", e);
    }
  }
}
