package org.convoy.cli;

/** Spark did not start; the message says why in one line. */
final class SparkStartException extends RuntimeException {
  SparkStartException(Exception cause) {
    super(
        "Spark does not start: %s; check --master and conf/spark-defaults.conf"
            .formatted(String.valueOf(cause.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ")),
        cause);
  }
}
