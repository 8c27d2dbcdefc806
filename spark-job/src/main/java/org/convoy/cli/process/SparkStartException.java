package org.convoy.cli.process;

/** Spark did not start; the message says why in one line. */
public final class SparkStartException extends RuntimeException {
  public SparkStartException(Exception cause) {
    super(message(String.valueOf(cause.getMessage())), cause);
  }

  public SparkStartException(String reason) {
    super(message(reason));
  }

  private static String message(String reason) {
    return "Spark does not start: %s; check --master and conf/spark-defaults.conf"
        .formatted(reason.strip().replaceAll("\\s*\\R\\s*", " "));
  }
}
