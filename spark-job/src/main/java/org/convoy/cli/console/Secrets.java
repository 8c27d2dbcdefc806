package org.convoy.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Values of environment variables whose names say that they are secret, as Spark tells them by
 * {@code spark.redaction.regex}: where they stand in what is printed, such as the URI of a file
 * system, the name stands instead.
 */
public final class Secrets {
  private static final Pattern NAME =
      Pattern.compile(
          "(?i)secret|passw|passphrase|token|credential|(access|api|private)[._-]?key|(^|_)pass$");

  /** What is shorter would be found in too many words. */
  private static final int SHORTEST = 6;

  private static final Secrets OF_PROCESS = of(System.getenv());

  private final List<Map.Entry<String, String>> variables;

  private Secrets(List<Map.Entry<String, String>> variables) {
    this.variables = variables;
  }

  public static Secrets of(Map<String, String> environment) {
    return new Secrets(
        environment.entrySet().stream()
            .filter(variable -> NAME.matcher(variable.getKey()).find())
            .filter(variable -> variable.getValue().strip().length() >= SHORTEST)
            .flatMap(variable -> writings(variable.getKey(), variable.getValue().strip()))
            .toList());
  }

  /** As it is, and as it stands in a URI. */
  private static Stream<Map.Entry<String, String>> writings(String name, String value) {
    String encoded = URLEncoder.encode(value, UTF_8);
    return Stream.of(value, encoded, encoded.replace("+", "%20"))
        .distinct()
        .map(writing -> Map.entry(name, writing));
  }

  /** A text without those of this process. */
  public static String hidden(String text) {
    return OF_PROCESS.hiddenIn(text);
  }

  public String hiddenIn(String text) {
    String hidden = text;
    for (Map.Entry<String, String> variable : variables) {
      hidden = hidden.replace(variable.getValue(), "${" + variable.getKey() + "}");
    }

    return hidden;
  }
}
