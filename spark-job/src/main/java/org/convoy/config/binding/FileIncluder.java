package org.convoy.config.binding;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URL;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Includes of files, relative to the including file and on its file system; unlike HOCON's, they
 * must exist.
 */
record FileIncluder(String sourceName, IncludedFiles files, List<String> including)
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
  private static final int MOST_FILES = 100;
  private static final Pattern FILE_SCHEME = Pattern.compile("^file:(//)?(?=/)");
  private static final Pattern SCHEME_AND_HOST =
      Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]+:(//[^/]*)?");

  /** Options to parse the text of {@code sourceName}: a path or a URI on any file system. */
  static ConfigParseOptions options(String sourceName, IncludedFiles files) {
    return options(
        new FileIncluder(sourceName, limited(files), List.of(withoutScheme(sourceName))));
  }

  private static ConfigParseOptions options(FileIncluder includer) {
    return ConfigParseOptions.defaults()
        .setSyntax(ConfigSyntax.CONF)
        .setOriginDescription(includer.sourceName)
        .setIncluder(includer);
  }

  /** Files that include each other twice and again are as large together as one file may be. */
  private static IncludedFiles limited(IncludedFiles files) {
    AtomicInteger count = new AtomicInteger();
    AtomicInteger length = new AtomicInteger();
    return location -> {
      if (count.incrementAndGet() > MOST_FILES) {
        throw new IOException("more than %d includes".formatted(MOST_FILES));
      }

      String text = files.read(location);
      if (text.length() > ConfigText.LARGEST
          || length.addAndGet(text.length()) > ConfigText.LARGEST) {
        throw new IOException("with the other included files " + ConfigText.TOO_LARGE);
      }

      if (ConfigText.isTooDeep(text)) {
        throw new IOException(ConfigText.TOO_DEEP);
      }

      return text;
    };
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    throw problem(what.toString(), "only files can be included, without url(…)", null);
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    throw problem(what, "only files can be included, without classpath(…)", null);
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    return include(context, what.getPath());
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    String location = resolve(what);
    if (including.contains(location)) {
      throw problem(what, "the file includes itself: " + circle(location), null);
    }

    List<String> chain = new ArrayList<>(including);
    chain.add(location);
    FileIncluder includer = new FileIncluder(location, files, List.copyOf(chain));
    return ConfigFactory.parseString(text(what, location), options(includer)).root();
  }

  private String circle(String location) {
    List<String> names = including.subList(including.indexOf(location), including.size());
    return String.join(", then ", names) + ", then " + location;
  }

  private String resolve(String what) {
    if (SCHEME_AND_HOST.matcher(what).find()) {
      return what;
    }

    String source = withoutScheme(sourceName);
    Matcher matcher = SCHEME_AND_HOST.matcher(source);
    String fileSystem = matcher.find() ? matcher.group() : "";
    try {
      Path path = Path.of(source.substring(fileSystem.length()));
      return fileSystem + path.resolveSibling(what).normalize();
    } catch (InvalidPathException e) {
      throw problem(what, "no such file: " + e.getMessage(), e);
    }
  }

  private static String withoutScheme(String location) {
    return FILE_SCHEME.matcher(location).replaceFirst("");
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

  private ConfigException problem(String what, String problem, Exception cause) {
    return new ConfigException.IO(
        ConfigOriginFactory.newSimple(sourceName), "include \"" + what + "\": " + problem, cause);
  }
}
