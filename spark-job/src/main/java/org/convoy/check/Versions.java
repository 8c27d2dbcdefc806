package org.convoy.check;

import static scala.util.Properties.versionNumberString;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/** The versions that a process runs, or that Convoy was built for. */
public record Versions(String spark, String scala, String java) {
  /**
   * Why this process cannot run Convoy, in one line; empty if its versions are those of the build.
   * Of Spark and Scala, nothing is loaded but their versions: another one would fail in ways of its
   * own.
   */
  public static Optional<String> problem() {
    String problems =
        new VersionCheck("the driver", built(), running())
            .findings().stream()
                .filter(found -> found.level() == Finding.Level.PROBLEM)
                .map(Finding::text)
                .collect(Collectors.joining("; "));
    return Optional.of(problems).filter(text -> !text.isEmpty());
  }

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
