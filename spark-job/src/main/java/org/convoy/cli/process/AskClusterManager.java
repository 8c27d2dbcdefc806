package org.convoy.cli.process;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.convoy.cli.console.TerminalText;

/**
 * Asks a cluster manager as a driver would, before a driver is submitted to it: spark-submit by
 * itself tells what is wrong there in a stack trace. For {@code scripts/convoy}, which starts it by
 * Spark's {@code spark-class}.
 */
public final class AskClusterManager {
  private AskClusterManager() {}

  /**
   * Ends with 2 and one line where the cluster manager does not answer, else with 0: whatever else
   * is wrong is spark-submit's to tell.
   *
   * @param arguments spark.master, a file of Spark's settings that may lack, and more settings,
   *     each {@code key=value}
   */
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) {
    try {
      ClusterManager.requireAnswer(settings(arguments), new Configuration(), System.getenv());
    } catch (SparkStartException e) {
      TerminalText.to(System.err).println("convoy: " + e.getMessage());
      System.exit(ExitCode.USAGE.number());
    } catch (IOException | RuntimeException | LinkageError e) {
      System.exit(ExitCode.DONE.number());
    }

    System.exit(ExitCode.DONE.number());
  }

  static SparkConf settings(String... arguments) throws IOException {
    SparkConf settings = new SparkConf();
    Path file = Path.of(arguments[1]);
    if (Files.isRegularFile(file)) {
      Properties properties = new Properties();
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      }

      properties.stringPropertyNames().stream()
          .filter(key -> key.startsWith("spark."))
          .forEach(key -> settings.set(key, properties.getProperty(key).strip()));
    }

    for (int i = 2; i < arguments.length; i++) {
      int equals = arguments[i].indexOf('=');
      settings.set(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
    }

    return settings.set("spark.master", arguments[0]);
  }
}
