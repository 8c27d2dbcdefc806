package org.convoy.cli.process;

/** Spark did not start; the message says why in one line. */
public final class SparkStartException extends RuntimeException {
  private static final String ADVICE = "; check --master and conf/spark-defaults.conf";

  public SparkStartException(Exception cause) {
    super(message(String.valueOf(cause.getMessage()), ADVICE), cause);
  }

  public SparkStartException(String reason) {
    this(reason, ADVICE);
  }

  /**
   * @param advice what to do, after a semicolon; empty where the reason says it
   */
  SparkStartException(String reason, String advice) {
    super(message(reason, advice));
  }

  private static String message(String reason, String advice) {
    return "Spark does not start: %s%s"
        .formatted(reason.strip().replaceAll("\\s*\\R\\s*", " "), advice);
  }
}
