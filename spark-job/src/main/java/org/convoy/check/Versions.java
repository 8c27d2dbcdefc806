package org.convoy.check;

import static scala.util.Properties.versionNumberString;

import java.util.Optional;
import java.util.stream.Collectors;

/** The versions that a process runs. */
public record Versions(String spark, String scala, String java) {
  /**
   * Why this process cannot run Convoy, in one line; empty if its versions are among those of the
   * build. Of Spark and Scala, nothing is loaded but their versions: another one would fail in ways
   * of its own.
   */
  public static Optional<String> problem() {
    String problems =
        new VersionCheck("the driver", Requirements.ofBuild(), running())
            .findings().stream()
                .filter(found -> found.level() == Finding.Level.PROBLEM)
                .map(Finding::text)
                .collect(Collectors.joining("; "));
    return Optional.of(problems).filter(text -> !text.isEmpty());
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
