package org.convoy.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;

/**
 * What Spark needs to start executors as processes of their own, without a Spark installation:
 * their class path is this process's own.
 */
public final class LocalCluster implements AutoCloseable {
  /** One for each line of Scala: Spark starts no executor where it finds the folders of two. */
  private static final Path HOME =
      Path.of("target", "spark-home-scala-" + SmallTraining.SCALA).toAbsolutePath();

  private LocalCluster() {}

  /** Lets this process start executors until closed. */
  public static LocalCluster open() {
    try {
      Files.createDirectories(HOME.resolve("jars"));
      Files.createDirectories(HOME.resolve("launcher/target/scala-" + SmallTraining.SCALA));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    System.setProperty("spark.testing", "true");
    System.setProperty("spark.test.home", HOME.toString());
    return new LocalCluster();
  }

  /** Settings for two executors of one core. */
  public SparkConf conf() {
    return SmallTraining.conf("local-cluster[2,1,2048]")
        .set("spark.executor.memory", "1g")
        // Short-lived processes: compiling well costs more than it gains.
        .set("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .set("spark.executor.extraClassPath", System.getProperty("java.class.path"));
  }

  @Override
  public void close() {
    System.clearProperty("spark.testing");
    System.clearProperty("spark.test.home");
  }
}
