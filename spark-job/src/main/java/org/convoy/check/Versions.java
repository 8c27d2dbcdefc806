package org.convoy.check;

import static scala.util.Properties.versionNumberString;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The versions that a process runs, or that Convoy was built for. */
record Versions(String spark, String scala, String java) {
  /** Of this build. */
  static Versions built() {
    Properties properties = new Properties();
    try (InputStream input = Versions.class.getResourceAsStream("build.properties")) {
      properties.load(input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return new Versions(
        properties.getProperty("spark"),
        properties.getProperty("scala"),
        properties.getProperty("java"));
  }

  /** Of this process. */
  static Versions running() {
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
