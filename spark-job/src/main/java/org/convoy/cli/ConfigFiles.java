package org.convoy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.convoy.train.config.ConfigException;
import org.convoy.train.config.ConvoyConfig;
import org.convoy.train.config.Problems;
import org.convoy.zoo.ModelZoo;

/** Config files on any Hadoop file system. */
final class ConfigFiles {
  private ConfigFiles() {}

  /**
   * Reads a config.
   *
   * @throws ConfigException naming everything that is wrong with it, or why it cannot be read
   */
  static ConvoyConfig read(String location, List<String> overrides) {
    return ConvoyConfig.parse(location, text(location), overrides, ConfigFiles::checkModelName);
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
  static String runLocation(String given, String location, ConvoyConfig config) {
    return given != null ? given : "runs/" + name(location) + "-" + config.sha256().substring(0, 8);
  }

  /** The file's name without folder and ending. */
  private static String name(String location) {
    return new Path(location).getName().replaceFirst("\\.[^.]*$", "");
  }

  private static String text(String location) {
    Path path = new Path(location);
    try (InputStream input =
        path.getFileSystem(SparkEnvironment.hadoopConfiguration()).open(path)) {
      return new String(input.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw ConfigException.unreadable(location, e);
    }
  }
}
