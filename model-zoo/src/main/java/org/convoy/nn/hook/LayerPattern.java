package org.convoy.nn.hook;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.convoy.nn.model.NearestName;

/** A layer's name, or several by a pattern: * stands for any characters, ? for one. */
final class LayerPattern {
  private static final int SUGGESTIONS = 5;

  private final String text;
  private final Pattern regex;

  LayerPattern(String text) {
    this.text = text;
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
  List<String> select(List<String> names) {
    List<String> matching = names.stream().filter(regex.asMatchPredicate()).toList();
    if (matching.isEmpty()) {
      throw new IllegalArgumentException(
          "No layer matches \"%s\"; nearest are %s (* stands for any characters)"
              .formatted(text, nearest(names)));
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
