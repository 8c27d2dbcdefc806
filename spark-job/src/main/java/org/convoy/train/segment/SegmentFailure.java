package org.convoy.train.segment;

import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;
import org.convoy.collective.PeerException;
import org.convoy.config.binding.ConfigException;
import org.convoy.data.DataException;

/**
 * What a segment's job fails of: Spark tells the failure of one task, the first that it hears of.
 */
final class SegmentFailure {
  /** How Spark tells of an executor that is gone. */
  private static final Pattern LOST = Pattern.compile("ExecutorLostFailure \\((executor [^)]*)\\)");

  private SegmentFailure() {}

  /**
   * The failure of the job, with what it follows from.
   *
   * @param told by the workers
   */
  static Throwable of(Throwable job, Optional<Throwable> told) {
    return told.<Throwable>map(cause -> new SparkException(job.getMessage(), cause)).orElse(job);
  }

  /** Whether the same rounds may well succeed when they are trained again. */
  static boolean mayPass(Throwable failure) {
    Throwable cause = failure.getCause();
    return !(cause instanceof DataException)
        && !(cause instanceof ConfigException)
        && !String.valueOf(failure.getMessage()).contains("cancelled");
  }

  /** Whether workers could not reach each other though all of them ran. */
  static boolean isOfConnections(Throwable failure) {
    Throwable cause = failure.getCause();
    return (cause instanceof PeerException || cause instanceof UncheckedIOException)
        && !LOST.matcher(String.valueOf(failure.getMessage())).find();
  }

  /** In a line. */
  static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    Matcher lost = LOST.matcher(String.valueOf(failure.getMessage()));
    if (lost.find() && (cause == null || cause instanceof PeerException)) {
      return lost.group(1);
    }

    Throwable root = cause == null ? failure : cause;
    return String.valueOf(root.getMessage()).lines().findFirst().orElse(root.toString());
  }
}
