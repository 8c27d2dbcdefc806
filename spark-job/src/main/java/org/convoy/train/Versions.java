package org.convoy.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** What a training is computed with. */
final class Versions {
  private static final String BUILT_WITH = "versions.properties";

  private Versions() {}

  /** By name: Convoy, Java, Spark and the libraries of the build. */
  static Map<String, String> all(String spark) {
    Map<String, String> versions = new TreeMap<>();
    builtWith().forEach((name, version) -> versions.put(name.toString(), version.toString()));
    versions.put("java", Runtime.version().toString());
    versions.put("spark", spark);
    return versions;
  }

  private static Properties builtWith() {
    Properties versions = new Properties();
    try (InputStream input = Versions.class.getResourceAsStream(BUILT_WITH)) {
      versions.load(input);
      return versions;
    } catch (IOException e) {
      throw new UncheckedIOException(BUILT_WITH + " of this build cannot be read", e);
    }
  }
}
