package org.convoy.config.binding;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The environment variables that a config refers to. They may be passwords: in the tree stands a
 * mark of the name in the place of the value, which is put in where it is used, and shown nowhere.
 */
public final class EnvironmentVariables {
  private static final char BEGIN = '\ue000';
  private static final char END = '\ue001';
  private static final Pattern MARK = Pattern.compile(BEGIN + "([^" + END + "]*)" + END);

  /** Of a value that is cut in a message. */
  private static final int LONGEST_BEGINNING = 100;

  private EnvironmentVariables() {}

  /**
   * Looks variables up for HOCON.
   *
   * @param unset what to do with one that is not set
   */
  record Lookup(Unset unset) implements ConfigResolver {
    @Override
    public ConfigValue lookup(String path) {
      return name(path)
          .filter(name -> unset == Unset.USED_LATER || System.getenv(name) != null)
          .map(Lookup::marked)
          .orElse(null);
    }

    @Override
    public ConfigResolver withFallback(ConfigResolver fallback) {
      return this;
    }

    private static ConfigValue marked(String name) {
      return ConfigValueFactory.fromAnyRef(BEGIN + name + END)
          .withOrigin(ConfigOriginFactory.newSimple("environment variable " + name));
    }

    private static Optional<String> name(String path) {
      try {
        List<String> names = ConfigUtil.splitPath(path);
        return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
      } catch (ConfigException e) {
        return Optional.empty();
      }
    }
  }

  /** Variables that are not set. */
  public enum Unset {
    /** Are no value. */
    REFUSED,
    /** May never be asked for: a run's model is used without its data. */
    USED_LATER
  }

  /** With {@code ${NAME}} for each mark. */
  public static String shown(String text) {
    return replaced(text, mark -> "${" + mark.group(1) + "}");
  }

  /** Text and references in a row, as HOCON. */
  public static String hocon(String text) {
    StringBuilder hocon = new StringBuilder();
    Matcher marks = MARK.matcher(text);
    int end = 0;
    while (marks.find()) {
      hocon.append(quoted(text.substring(end, marks.start())));
      hocon.append("${").append(ConfigUtil.joinPath(marks.group(1))).append('}');
      end = marks.end();
    }

    String rest = text.substring(end);
    return end == 0 ? ConfigUtil.quoteString(text) : hocon.append(quoted(rest)).toString();
  }

  private static String quoted(String text) {
    return text.isEmpty() ? "" : ConfigUtil.quoteString(text);
  }

  /** The variables that a text refers to, with their values; null for one that is not set. */
  public static Map<String, String> values(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    MARK.matcher(text)
        .results()
        .map(mark -> mark.group(1))
        .forEach(name -> values.put(name, System.getenv(name)));
    return values;
  }

  /** With the values of all variables, which are set. */
  public static String withValues(String text) {
    return replaced(text, mark -> System.getenv(mark.group(1)));
  }

  /** A text of somebody who knows the values, without them: whole ones, and their beginnings. */
  static String without(Map<String, String> variables, String text) {
    String hidden = text;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      String value = variable.getValue();
      String name = "${" + variable.getKey() + "}";
      hidden = value.isBlank() ? hidden : hidden.replace(value, name);
      for (int length = Math.min(value.length(), LONGEST_BEGINNING); length > 0; length -= 1) {
        hidden = hidden.replace(value.substring(0, length) + "…", name);
      }
    }

    return hidden;
  }

  /** With the values of all variables in any text of a value, which are set. */
  static Object withValues(Object value) {
    if (value instanceof String text) {
      return withValues(text);
    }

    if (value instanceof List<?> list) {
      return list.stream().map(EnvironmentVariables::withValues).toList();
    }

    if (value instanceof Map<?, ?> map) {
      Map<String, Object> replaced = new LinkedHashMap<>();
      map.forEach((key, inner) -> replaced.put((String) key, withValues(inner)));
      return replaced;
    }

    return value;
  }

  private static String replaced(String text, Function<MatchResult, String> replacement) {
    return text.indexOf(BEGIN) < 0
        ? text
        : MARK.matcher(text).replaceAll(mark -> Matcher.quoteReplacement(replacement.apply(mark)));
  }
}
