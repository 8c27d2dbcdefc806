package org.convoy.nn.model;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.convoy.common.NearestName;

/** A name, or several by a pattern: * stands for any characters, ? for one. */
public final class NamePattern {
  private static final int SUGGESTIONS = 5;

  private final String what;
  private final String text;
  private final Pattern regex;

  /**
   * @param what has such a name, for messages
   */
  public NamePattern(String what, String text) {
    this.what = requireNonNull(what, "what is null");
    this.text = requireNonNull(text, "text is null");
    this.regex = Pattern.compile(regexOf(text));
  }

  private static String regexOf(String text) {
    StringBuilder regex = new StringBuilder();
    text.chars()
        .mapToObj(Character::toString)
        .forEach(
            character ->
                regex.append(
                    switch (character) {
                      case "*" -> ".*";
                      case "?" -> ".";
                      default -> Pattern.quote(character);
                    }));
    return regex.toString();
  }

  /**
   * The matching names, in their order.
   *
   * @throws IllegalArgumentException naming the nearest if there are none
   */
  public List<String> select(List<String> names) {
    List<String> matching = names.stream().filter(regex.asMatchPredicate()).toList();
    if (matching.isEmpty()) {
      throw new IllegalArgumentException(
          "No %s matches \"%s\"; nearest are %s (* stands for any characters)"
              .formatted(what, text, nearest(names)));
    }

    return matching;
  }

  /** Those that begin alike, as those of a block do when it is asked for, else by edits. */
  private List<String> nearest(List<String> names) {
    String prefix = text.replaceFirst("[*?].*", "");
    String literal = text.replaceAll("[*?]", "");
    Comparator<String> byPrefix =
        Comparator.comparing(name -> prefix.isEmpty() || !name.startsWith(prefix));
    return names.stream()
        .sorted(
            byPrefix.thenComparing(
                Comparator.comparingInt(name -> NearestName.distance(literal, name))))
        .limit(SUGGESTIONS)
        .toList();
  }
}
