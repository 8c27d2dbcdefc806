package org.convoy.cli.argument;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.convoy.cli.process.SparkEnvironment;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.binding.ConfigException;
import org.convoy.config.binding.ConfigText;
import org.convoy.config.binding.IncludedFiles;
import org.convoy.config.binding.Problems;
import org.convoy.data.HadoopFiles;
import org.convoy.data.HadoopFiles.FilePlace;
import org.convoy.zoo.ModelZoo;

/** Config files on any Hadoop file system. */
public final class ConfigFiles {
  private ConfigFiles() {}

  /**
   * Reads a config.
   *
   * @throws ConfigException naming everything that is wrong with it, or why it cannot be read
   */
  public static ConvoyConfig read(String location, List<String> overrides) {
    return parse(location, text(location), overrides);
  }

  /**
   * As above, of a text that was read already.
   *
   * @throws ConfigException naming everything that is wrong with it
   */
  public static ConvoyConfig parse(String location, String text, List<String> overrides) {
    return ConvoyConfig.parse(
        location, text, overrides, ConfigFiles::included, ConfigFiles::checkModelName);
  }

  private static void checkModelName(ConvoyConfig config, Problems problems) {
    try {
      ModelZoo.checkName(config.model().name());
    } catch (IllegalArgumentException e) {
      problems.add("model.name", e.getMessage());
    }
  }

  /**
   * The folder of a config's run: the given one or, where that is null, runs/NAME-HASH from the
   * file's name and the config's content.
   */
  public static String runLocation(String given, String location, ConvoyConfig config) {
    return given != null ? given : "runs/" + name(location) + "-" + config.sha256().substring(0, 8);
  }

  /** The file's name without folder and ending. */
  public static String name(String location) {
    return HadoopFiles.path(location).getName().replaceFirst("\\.[^.]*$", "");
  }

  /**
   * The text of a config.
   *
   * @throws ConfigException when it cannot be read
   */
  public static String text(String location) {
    try {
      return text(path(location));
    } catch (IOException e) {
      throw ConfigException.unreadable(named(location), e);
    }
  }

  /** The text of a file that a config includes. */
  public static String included(String location) throws IOException {
    Path path = path(location);
    URI complete = FilePlace.of(location, SparkEnvironment.hadoopConfiguration()).path().toUri();
    if ("file".equals(complete.getScheme())) {
      IncludedFiles.requireFile(java.nio.file.Path.of(complete.getPath()));
    }

    return text(path);
  }

  /** Of a pipe as well, such as a shell's {@code <(command)}. */
  private static String text(Path path) throws IOException {
    FileSystem files = HadoopFiles.of(path, SparkEnvironment.hadoopConfiguration());
    if (files.getFileStatus(path).isDirectory()) {
      throw new IOException("it is a folder");
    }

    try (InputStream input = HadoopFiles.open(path, SparkEnvironment.hadoopConfiguration())) {
      return ConfigText.read(input);
    }
  }

  private static Path path(String location) throws IOException {
    try {
      return HadoopFiles.parse(location);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Complete where the default file system is a cluster's, which the user may not have meant. */
  private static String named(String location) {
    try {
      Path complete = FilePlace.of(location, SparkEnvironment.hadoopConfiguration()).path();
      return complete.toUri().getScheme().equals("file") ? location : complete.toString();
    } catch (IOException | IllegalArgumentException e) {
      return location;
    }
  }
}
