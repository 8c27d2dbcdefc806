package org.convoy.config.binding;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of a config's text when the values that {@code ${…}} stands for are put in: a few
 * lines, each with ten times the one before, could make more of it than any memory holds.
 */
final class Substitutions {
  private static final int MOST = 1000;
  private static final int DEEPEST = 50;

  /** Of values that are made of their own former value. */
  private static final int MOST_CIRCLES = 16;

  private final ConfigObject root;
  private final Map<String, Long> lengths = new HashMap<>();
  private int circles;
  private int depth;

  private Substitutions(ConfigObject root) {
    this.root = root;
  }

  /** What is wrong with them, if their values are not to be put in. */
  static Optional<String> problem(Config config) {
    if (config.isResolved()) {
      return Optional.empty();
    }

    String text = text(config.root());
    List<String> names = names(text);
    if (names.size() > MOST) {
      return Optional.of("there are more than %d substitutions ${…}".formatted(MOST));
    }

    Substitutions substitutions = new Substitutions(config.root());
    long length = substitutions.length(text, names);
    if (substitutions.circles > MOST_CIRCLES) {
      return Optional.of(
          "a value is made of its own former value more than %d times".formatted(MOST_CIRCLES));
    }

    return length > ConfigText.LARGEST
        ? Optional.of(
            "the values of its substitutions ${…} make it larger than %d MiB, or stand for each"
                    .formatted(ConfigText.LARGEST >> 20)
                + " other through more than %d".formatted(DEEPEST))
        : Optional.empty();
  }

  private long length(String text, List<String> names) {
    long length = text.length();
    for (String name : names) {
      length = Math.min(Integer.MAX_VALUE, length + length(name));
    }

    return length;
  }

  private long length(String name) {
    Long known = lengths.get(name);
    if (known != null) {
      circles += known == 0 ? 1 : 0;
      return known;
    }

    if (depth == DEEPEST) {
      return Integer.MAX_VALUE;
    }

    lengths.put(name, 0L);
    depth += 1;
    String text = value(name).map(Substitutions::text).orElse(name);
    long length = length(text, names(text));
    depth -= 1;
    lengths.put(name, length);
    return length;
  }

  /**
   * The value that a name stands for. In an included file it is looked for in the section that the
   * file is included in, then at the top.
   */
  private Optional<ConfigValue> value(String name) {
    List<String> path;
    try {
      path = ConfigUtil.splitPath(name);
    } catch (ConfigException e) {
      return Optional.empty();
    }

    for (int from = 0; from < path.size(); from += 1) {
      Optional<ConfigValue> value = value(path.subList(from, path.size()));
      if (value.isPresent()) {
        return value;
      }
    }

    return Optional.empty();
  }

  /** One that is merged of several stands for all that is in it. */
  private Optional<ConfigValue> value(List<String> path) {
    ConfigValue value = root;
    for (String name : path) {
      if (!(value instanceof ConfigObject object)) {
        return Optional.empty();
      }

      try {
        value = object.get(name);
      } catch (ConfigException.NotResolved e) {
        return Optional.of(value);
      }
    }

    return Optional.ofNullable(value);
  }

  private static String text(ConfigValue value) {
    return value.render(ConfigRenderOptions.concise());
  }

  /** The names in ${name} and ${?name}. */
  private static List<String> names(String text) {
    List<String> names = new ArrayList<>();
    int at = text.indexOf("${");
    while (at >= 0 && names.size() <= MOST) {
      int begin = text.startsWith("?", at + 2) ? at + 3 : at + 2;
      int end = end(text, begin);
      names.add(text.substring(begin, end));
      at = text.indexOf("${", end);
    }

    return names;
  }

  /** Where the brace closes that is not in quotes. */
  private static int end(String text, int begin) {
    boolean quoted = false;
    for (int at = begin; at < text.length(); at += 1) {
      char character = text.charAt(at);
      if (character == '\\' && quoted) {
        at += 1;
      } else if (character == '"') {
        quoted = !quoted;
      } else if (character == '}' && !quoted) {
        return at;
      }
    }

    return text.length();
  }
}
