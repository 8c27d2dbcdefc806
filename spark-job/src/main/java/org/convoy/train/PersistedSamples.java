package org.convoy.train;

import org.apache.spark.api.java.JavaRDD;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Samples that Spark keeps for a training. */
final class PersistedSamples {
  private static final Logger LOG = LoggerFactory.getLogger(PersistedSamples.class);

  private PersistedSamples() {}

  /**
   * Frees them and waits until the executors have: Spark prints stack traces for answers that come
   * when it is being stopped, as it often is after this.
   */
  static void free(JavaRDD<?> samples) {
    try {
      samples.unpersist(true);
    } catch (Exception e) { // Spark's own are checked ones, which its API does not declare.
      LOG.debug("Samples were not freed", e); // Nobody needs them any more, whatever happened.
    }
  }
}
