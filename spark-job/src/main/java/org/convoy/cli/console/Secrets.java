package org.convoy.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Values of environment variables whose names say that they are secret, as Spark tells them by
 * {@code spark.redaction.regex}: where they stand in what is printed, as they are or encoded for an
 * address, the name stands instead. So does {@code ***} for the password of any address, whoever
 * knows it.
 */
public final class Secrets {
  private static final Pattern NAME =
      Pattern.compile(
          "(?i)secret|passw|passphrase|token|credential|(access|api|private)[._-]?key|(^|_)pass$");

  /** In an address, between the user and the host; of the web's, what stands for a user too. */
  private static final Pattern PASSWORD =
      Pattern.compile(
          "(?<=[A-Za-z0-9]://[^\\s/?#:@]{0,200}:)(?!\\$\\{)[^\\s/?#@]+(?=@)"
              + "|(?<=https?://)(?!\\$\\{)[^\\s/?#:@]+(?=@)");

  private static final String HIDDEN = "***";

  /** What is shorter would be found in too many words: it is looked for as a word of its own. */
  private static final int SHORTEST_WITHIN_WORDS = 6;

  /** What is shorter is no secret, but a switch. */
  private static final int SHORTEST = 3;

  private static final Secrets OF_PROCESS = of(System.getenv());

  private final List<Map.Entry<Pattern, String>> variables;

  private Secrets(List<Map.Entry<Pattern, String>> variables) {
    this.variables = variables;
  }

  /** The longest first: one may be part of another. */
  public static Secrets of(Map<String, String> environment) {
    return new Secrets(
        environment.entrySet().stream()
            .filter(variable -> NAME.matcher(variable.getKey()).find())
            .map(variable -> Map.entry(variable.getKey(), variable.getValue().strip()))
            .filter(variable -> variable.getValue().length() >= SHORTEST)
            .sorted(Comparator.comparing(variable -> -variable.getValue().length()))
            .map(variable -> Map.entry(writings(variable.getValue()), variable.getKey()))
            .toList());
  }

  private static Pattern writings(String secret) {
    String writings =
        secret
            .codePoints()
            .mapToObj(Character::toString)
            .map(Secrets::ofCharacter)
            .collect(Collectors.joining());
    return Pattern.compile(
        secret.length() >= SHORTEST_WITHIN_WORDS
            ? writings
            : "(?<![\\p{L}\\p{N}_.-])" + writings + "(?![\\p{L}\\p{N}_.-])");
  }

  /** A character as it is, and as it stands in an address. */
  private static String ofCharacter(String character) {
    StringBuilder encoded = new StringBuilder();
    for (byte unit : character.getBytes(UTF_8)) {
      encoded.append("%").append(String.format(Locale.ROOT, "(?i:%02x)", unit));
    }

    String space = character.equals(" ") ? "|\\+" : "";
    return "(?:%s|%s%s)".formatted(Pattern.quote(character), encoded, space);
  }

  /** A text without those of this process. */
  public static String hidden(String text) {
    return OF_PROCESS.hiddenIn(text);
  }

  public String hiddenIn(String text) {
    String hidden = text;
    for (Map.Entry<Pattern, String> variable : variables) {
      String name = Matcher.quoteReplacement("${" + variable.getValue() + "}");
      hidden = variable.getKey().matcher(hidden).replaceAll(name);
    }

    return hidden.contains("://") ? PASSWORD.matcher(hidden).replaceAll(HIDDEN) : hidden;
  }
}
