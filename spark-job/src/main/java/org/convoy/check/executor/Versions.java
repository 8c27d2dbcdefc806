package org.convoy.check.executor;

import static scala.util.Properties.versionNumberString;

/** The versions that a process runs. */
public record Versions(String spark, String scala, String java) {
  /** Of this process. */
  public static Versions running() {
    return new Versions(
        org.apache.spark.package$.MODULE$.SPARK_VERSION(),
        versionNumberString(),
        Runtime.version().toString());
  }

  @Override
  public String toString() {
    return "Spark %s, Scala %s, Java %s".formatted(spark, scala, java);
  }
}
