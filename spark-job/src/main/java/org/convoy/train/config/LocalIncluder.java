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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Includes of local files, relative to the including file; unlike HOCON's, they must exist. */
record LocalIncluder(String sourceName) implements ConfigIncluder, ConfigIncluderFile {
  private static final Pattern FILE_SCHEME = Pattern.compile("^file:(//)?(?=/)");
  private static final Pattern OTHER_SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]+:.*");

  /** Options to parse the text of {@code sourceName}: a path or a URI on any file system. */
  static ConfigParseOptions options(String sourceName) {
    return ConfigParseOptions.defaults()
        .setSyntax(ConfigSyntax.CONF)
        .setOriginDescription(sourceName)
        .setIncluder(new LocalIncluder(sourceName));
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    return includeFile(context, new File(what));
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    String including = FILE_SCHEME.matcher(sourceName).replaceFirst("");
    if (OTHER_SCHEME.matcher(including).matches() && !what.isAbsolute()) {
      throw problem("include \"" + what + "\": only local files can include relative paths");
    }

    Path file = Path.of(including).resolveSibling(what.toPath()).normalize();
    if (!Files.isRegularFile(file)) {
      throw problem("include \"" + what + "\": no such file: " + file);
    }

    return ConfigFactory.parseFile(file.toFile(), options(file.toString())).root();
  }

  private ConfigException problem(String message) {
    return new ConfigException.IO(ConfigOriginFactory.newSimple(sourceName), message);
  }
}
