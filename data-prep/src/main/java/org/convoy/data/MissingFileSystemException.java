package org.convoy.data;

import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;

/** Hadoop knows a file system by name, but its classes are not there; the message says what is. */
public final class MissingFileSystemException extends RuntimeException {
  private static final Map<String, String> MODULES =
      Map.of(
          "s3a", "hadoop-aws",
          "abfs", "hadoop-azure",
          "abfss", "hadoop-azure",
          "wasb", "hadoop-azure",
          "wasbs", "hadoop-azure",
          "adl", "hadoop-azure-datalake",
          "oss", "hadoop-aliyun",
          "cosn", "hadoop-cos");

  MissingFileSystemException(Path path, Throwable cause) {
    super(message(path, cause.getMessage()), cause);
  }

  private static String message(Path path, String missing) {
    String module = MODULES.get(path.toUri().getScheme());
    String version = VersionInfo.getVersion();
    return module == null
        ? "%s: the file system %s is not there (%s); add its jars to CONVOY_CLASSPATH or $SPARK_HOME/jars"
            .formatted(path, path.toUri().getScheme(), missing)
        : ("%s: the file system %s is not there (%s); add %s %s with --conf"
                + " spark.jars.packages=org.apache.hadoop:%s:%s, or its jars and those that it needs to"
                + " CONVOY_CLASSPATH or $SPARK_HOME/jars")
            .formatted(path, path.toUri().getScheme(), missing, module, version, module, version);
  }
}
