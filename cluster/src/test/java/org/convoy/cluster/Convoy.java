package org.convoy.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command {@code scripts/convoy} with the packaged jar, as a client of the cluster. */
final class Convoy {
  private static final long MINUTES = 8;

  private final Map<String, String> environment = new HashMap<>();

  Convoy() {
    environment.put(
        "CONVOY_JAR",
        LocalCluster.ROOT
            .resolve("spark-job")
            .resolve(LocalCluster.BUILD)
            .resolve("convoy-spark" + LocalCluster.SPARK + ".jar")
            .toString());
    environment.put("CONVOY_SPARK", LocalCluster.SPARK);
    environment.put("SPARK_HOME", LocalCluster.sparkHome().toString());
    environment.put("SPARK_CONF_DIR", LocalCluster.configuration().toString());
    environment.put("HADOOP_CONF_DIR", LocalCluster.configuration().toString());
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put("CONVOY_JAVA_OPTS", LocalCluster.QUICK_START);
  }

  /** Spark in the command's own process, which knows no cluster. */
  static Convoy embedded() {
    Convoy convoy = new Convoy();
    convoy.environment.keySet().removeIf(name -> name.endsWith("_HOME") || name.endsWith("_DIR"));
    convoy.environment.put("CONVOY_DRIVER_MEMORY", "1g");
    return convoy;
  }

  Convoy with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** What a command did. */
  record Finished(int exitCode, String output, String error) {
    /** The last line of standard output. */
    JsonNode json() {
      List<String> lines = output.lines().toList();
      try {
        return new ObjectMapper().readTree(lines.get(lines.size() - 1));
      } catch (IOException e) {
        throw new UncheckedIOException(output, e);
      }
    }

    String weights() {
      return requireDone().json().get("weightsSha256").asText();
    }

    Finished requireDone() {
      assertThat(exitCode).as("%s%n%s", output, error).isZero();
      return this;
    }
  }

  /** A command that runs; the script has become the driver's or the submitting process. */
  record Running(Process process, File output, File error) {
    Finished await() throws IOException, InterruptedException {
      try {
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
          throw new AssertionError("still running after " + MINUTES + " minutes:\n" + read(error));
        }
      } finally {
        process.destroyForcibly();
      }

      return new Finished(process.exitValue(), read(output), read(error));
    }

    private static String read(File file) throws IOException {
      return Files.readString(file.toPath(), UTF_8);
    }
  }

  Running start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(LocalCluster.ROOT.resolve("scripts/convoy").toString()));
    command.addAll(List.of(arguments));
    Path folder = Files.createDirectories(LocalCluster.TARGET.resolve("commands"));
    File output = Files.createTempFile(folder, "output", ".txt").toFile();
    File error = Files.createTempFile(folder, "error", ".txt").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(output)
            .redirectError(error);
    builder.environment().remove("SPARK_HOME");
    builder.environment().putAll(environment);
    return new Running(builder.start(), output, error);
  }

  Finished run(String... arguments) throws IOException, InterruptedException {
    return start(arguments).await();
  }
}
