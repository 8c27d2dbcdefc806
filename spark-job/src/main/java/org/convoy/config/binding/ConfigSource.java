package org.convoy.config.binding;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The text of a file and the settings of a command line as one HOCON tree. */
final class ConfigSource {
  private static final String NULL = "null";

  // The library asks for a parenthesis even where a brace is open.
  private static final String LIBRARY_UNCLOSED =
      "expecting a close parentheses ')' here, not: end of file";
  private static final String LIBRARY_HINT = " (if you intended ";
  private static final String UNCLOSED = "the file ends where a closing } or ) is missing";

  private final SectionEntry root;
  private final EnvironmentVariables.Lookup environment;
  private final ProblemCollector problems;

  ConfigSource(
      SectionEntry root, EnvironmentVariables.Lookup environment, ProblemCollector problems) {
    this.root = root;
    this.environment = environment;
    this.problems = problems;
  }

  /** Overrides win over the text, later ones over earlier ones; substitutions see all of them. */
  ConfigObject read(
      String sourceName, String text, List<String> overrides, IncludedFiles includes) {
    refuse(sourceName, text);
    Config settings = ConfigFactory.empty();
    for (String override : overrides) {
      settings = override(override, includes).withFallback(settings);
    }

    try {
      Config file = ConfigFactory.parseString(text, FileIncluder.options(sourceName, includes));
      Config all = settings.withFallback(file);
      Substitutions.problem(all).ifPresent(problem -> refuse(new Place(sourceName, 0), problem));
      return all.resolve(
              ConfigResolveOptions.defaults()
                  .setUseSystemEnvironment(false)
                  .appendResolver(environment))
          .root();
    } catch (ConfigException e) {
      problems.add(place(sourceName, e), message(e));
      problems.throwIfAny();
      throw e;
    }
  }

  private void refuse(String sourceName, String text) {
    if (text.length() > ConfigText.LARGEST) {
      refuse(new Place(sourceName, 0), ConfigText.TOO_LARGE);
    }

    if (ConfigText.isTooDeep(text)) {
      refuse(new Place(sourceName, 0), ConfigText.TOO_DEEP);
    }
  }

  private void refuse(Place place, String problem) {
    problems.add(place, problem);
    problems.throwIfAny();
  }

  private Config override(String override, IncludedFiles includes) {
    if (ConfigText.isTooDeep(override)) {
      problems.add(Place.COMMAND_LINE, ConfigText.TOO_DEEP);
      return ConfigFactory.empty();
    }

    int equals = override.indexOf('=');
    String path = equals < 0 ? "" : override.substring(0, equals).strip();
    if (path.isEmpty()) {
      problems.add(
          Place.COMMAND_LINE, "\"" + ProblemCollector.shown(override) + "\": expected key=value");
      return ConfigFactory.empty();
    }

    ConfigValue value = value(path, override.substring(equals + 1), includes);
    List<String> names = Arrays.asList(path.split("\\.", -1));
    Collections.reverse(names);
    for (String name : names) {
      value = ConfigValueFactory.fromMap(Map.of(name, value), Place.COMMAND_LINE.source());
    }

    return ((ConfigObject) value).toConfig();
  }

  /**
   * Strings and choices are taken as they are, so that paths and URIs need no quotes; but null
   * takes a value back.
   */
  private ConfigValue value(String path, String text, IncludedFiles includes) {
    boolean literal =
        root.find(path).filter(e -> e instanceof KeyEntry key && key.type().literal()).isPresent();
    Optional<ConfigValue> parsed =
        literal && !text.startsWith("\"") && !text.strip().equals(NULL)
            ? Optional.empty()
            : hocon(text, includes);
    return parsed
        .orElseGet(() -> ConfigValueFactory.fromAnyRef(text))
        .withOrigin(ConfigOriginFactory.newSimple(Place.COMMAND_LINE.source()));
  }

  private static Optional<ConfigValue> hocon(String text, IncludedFiles includes) {
    try {
      ConfigParseOptions options = FileIncluder.options(Place.COMMAND_LINE.source(), includes);
      ConfigObject parsed = ConfigFactory.parseString("value = " + text, options).root();
      return parsed.size() == 1 ? Optional.of(parsed.get("value")) : Optional.empty();
    } catch (ConfigException e) {
      return Optional.empty();
    }
  }

  private static Place place(String sourceName, ConfigException exception) {
    return exception.origin() == null ? new Place(sourceName, 0) : Place.of(exception.origin());
  }

  /** The library's message without the place before it and the advice after it. */
  private static String message(ConfigException exception) {
    String message = exception.getMessage().replace(LIBRARY_UNCLOSED, UNCLOSED);
    String place = exception.origin() == null ? "" : exception.origin().description() + ": ";
    String problem = message.startsWith(place) ? message.substring(place.length()) : message;
    int hint = problem.indexOf(LIBRARY_HINT);
    return hint < 0 ? problem : problem.substring(0, hint);
  }
}
