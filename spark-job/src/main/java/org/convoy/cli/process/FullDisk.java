package org.convoy.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/** The disk that Spark puts what does not fit into memory on, where nothing fits on it any more. */
public final class FullDisk {
  private static final Pattern FULL =
      Pattern.compile("No space left on device|Disk quota exceeded|not enough space");
  private static final Pattern OF_AN_EXECUTOR =
      Pattern.compile("\\((\\S+) executor (?!driver\\))(\\S+)\\)");
  private static final String THIS = "this process";
  private static final String WITHOUT_SPARK =
      "no space is left on a disk that this process writes to, which is probably that of temporary"
          + " files, %s, or of unpacked libraries, ~/.javacpp: free space there, or name other"
          + " folders with CONVOY_JAVA_OPTS='-Djava.io.tmpdir=DIR"
          + " -Dorg.bytedeco.javacpp.cachedir=DIR'";
  private static final byte[] PROBE = new byte[1 << 16];

  private FullDisk() {}

  /**
   * What to tell where a failure, or one of its causes, is of a disk that is full.
   *
   * @param settings of Spark; without a master where it was not started
   */
  public static Optional<String> message(Throwable failure, SparkConf settings) {
    String process = THIS;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String text = String.valueOf(cause.getMessage());
      Matcher executor = OF_AN_EXECUTOR.matcher(text);
      process =
          executor.find()
              ? "executor %s on %s".formatted(executor.group(2), executor.group(1))
              : process;
      if (FULL.matcher(text).find()) {
        return Optional.of(
            process.equals(THIS) && !settings.contains("spark.master")
                ? WITHOUT_SPARK.formatted(System.getProperty("java.io.tmpdir"))
                : message(process, String.join(", ", folders(settings))));
      }
    }

    return Optional.empty();
  }

  private static String message(String process, String folders) {
    return ("no space is left on a disk that %s writes to, which is probably that of Spark's own"
            + " files, %s: free space there, or name other folders with --conf spark.local.dir=DIR"
            + " (on clusters: SPARK_LOCAL_DIRS or the cluster manager's); the same command"
            + " continues")
        .formatted(process, folders);
  }

  /**
   * What is wrong where this process cannot write into any of the folders that Spark uses: Spark
   * itself would end the process without a word.
   */
  public static Optional<String> problem(SparkConf settings) {
    Optional<String> problem = Optional.empty();
    for (String folder : folders(settings)) {
      try {
        Path probe = Files.createTempFile(Files.createDirectories(Path.of(folder)), "convoy", "");
        try {
          Files.write(probe, PROBE);
          return Optional.empty();
        } finally {
          Files.delete(probe);
        }
      } catch (IOException e) {
        problem =
            Optional.of(
                FULL.matcher(String.valueOf(e.getMessage())).find()
                    ? message(THIS, folder)
                    : "Spark's own files cannot be written in %s (%s): name another folder with --conf spark.local.dir=DIR"
                        .formatted(folder, e));
      }
    }

    return problem;
  }

  private static List<String> folders(SparkConf settings) {
    String ofCluster =
        System.getenv().getOrDefault("SPARK_LOCAL_DIRS", System.getenv("LOCAL_DIRS"));
    String byDefault = settings.get("spark.local.dir", System.getProperty("java.io.tmpdir"));
    return List.of((ofCluster == null ? byDefault : ofCluster).split(","));
  }
}
