package org.convoy.train.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Includes of files, relative to the including file and on its file system; unlike HOCON's, they
 * must exist.
 */
record FileIncluder(String sourceName, IncludedFiles files)
    implements ConfigIncluder, ConfigIncluderFile {
  private static final Pattern FILE_SCHEME = Pattern.compile("^file:(//)?(?=/)");
  private static final Pattern SCHEME_AND_HOST =
      Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]+:(//[^/]*)?");

  /** Options to parse the text of {@code sourceName}: a path or a URI on any file system. */
  static ConfigParseOptions options(String sourceName, IncludedFiles files) {
    return ConfigParseOptions.defaults()
        .setSyntax(ConfigSyntax.CONF)
        .setOriginDescription(sourceName)
        .setIncluder(new FileIncluder(sourceName, files));
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    return include(context, what.getPath());
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    String location = resolve(what);
    return ConfigFactory.parseString(text(what, location), options(location, files)).root();
  }

  private String resolve(String what) {
    if (SCHEME_AND_HOST.matcher(what).find()) {
      return what;
    }

    String including = FILE_SCHEME.matcher(sourceName).replaceFirst("");
    Matcher matcher = SCHEME_AND_HOST.matcher(including);
    String fileSystem = matcher.find() ? matcher.group() : "";
    Path path = Path.of(including.substring(fileSystem.length()));
    return fileSystem + path.resolveSibling(what).normalize();
  }

  private String text(String what, String location) {
    try {
      return files.read(location);
    } catch (FileNotFoundException | NoSuchFileException e) {
      throw problem(what, "no such file: " + location, e);
    } catch (IOException e) {
      throw problem(what, location + " cannot be read: " + e.getMessage(), e);
    }
  }

  private ConfigException problem(String what, String problem, IOException cause) {
    return new ConfigException.IO(
        ConfigOriginFactory.newSimple(sourceName), "include \"" + what + "\": " + problem, cause);
  }
}
