package org.convoy.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts {@code scripts/convoy} with the jar of this build. */
final class Command {
  private static final Path ROOT = Path.of(System.getProperty("project.root"));

  /** The packaged jar. */
  static final Path JAR = Path.of(System.getProperty("convoy.jar"));

  private static final long MINUTES = 5;

  private final Path folder;

  /**
   * @param folder where the command runs
   */
  Command(Path folder) {
    this.folder = folder;
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
  }

  /** A command that runs; what it prints goes to files. */
  record Running(Process process, File output, File error) {
    Finished await() throws IOException, InterruptedException {
      try {
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
          throw new IllegalStateException("still running after " + MINUTES + " minutes");
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

  Running start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("scripts/convoy").toString()));
    command.addAll(List.of(arguments));
    File output = Files.createTempFile(folder, "output", ".txt").toFile();
    File error = Files.createTempFile(folder, "error", ".txt").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(output)
            .redirectError(error);
    builder.environment().remove("SPARK_HOME");
    builder.environment().put("CONVOY_JAR", JAR.toString());
    builder.environment().put("CONVOY_SPARK", System.getProperty("spark.line"));
    builder.environment().put("CONVOY_DRIVER_MEMORY", "1g");
    // Short-lived processes: compiling well costs more than it gains.
    builder.environment().put("CONVOY_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    builder.environment().putAll(environment);
    return new Running(builder.start(), output, error);
  }

  /** The class path of the jar with the Spark that it is for, as spark-submit would have it. */
  static String classPath() throws IOException {
    Path spark = Path.of(System.getProperty("spark.classpath"));
    return JAR + ":" + Files.readString(spark, UTF_8).strip();
  }

  Finished run(String... arguments) throws IOException, InterruptedException {
    return start(Map.of(), arguments).await();
  }
}
