package org.convoy.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.convoy.common.NearestName;

/**
 * Makes records of a HOCON tree. A value with a problem is reported and replaced by its default.
 */
final class ConfigBinder {
  private final SectionEntry root;
  private final ConfigObject values;
  private final ProblemCollector problems;

  ConfigBinder(SectionEntry root, ConfigObject values, ProblemCollector problems) {
    this.root = root;
    this.values = values;
    this.problems = problems;
  }

  Record bind() {
    return bind(root, values);
  }

  /** Reports a problem that a check found between or behind values that are right by themselves. */
  void addProblem(String path, String message) {
    ConfigValue value = valueAt(path);
    if (isSet(value)) {
      problems.add(path, value, message);
      return;
    }

    KeyEntry key = (KeyEntry) root.find(path).orElseThrow(() -> new IllegalArgumentException(path));
    String byDefault = key.optional() ? "" : " = " + key.defaultText() + " (the default)";
    problems.addUnset(path, byDefault + ": " + message);
  }

  private Record bind(SectionEntry section, ConfigObject object) {
    int before = problems.size();
    reportUnknown(section, object);
    List<Object> components = new ArrayList<>();
    for (Entry entry : section.entries()) {
      ConfigValue value = object.get(entry.name());
      components.add(
          entry instanceof SectionEntry inner
              ? bindSection(inner, value)
              : read((KeyEntry) entry, value));
    }

    Record bound = Records.create(section.type(), components);
    if (bound instanceof SectionCheck check && problems.size() == before) {
      check.check((key, message) -> addProblem(section.join(key), message));
    }

    return bound;
  }

  private Record bindSection(SectionEntry section, ConfigValue value) {
    if (value instanceof ConfigObject object) {
      return bind(section, object);
    }

    if (isSet(value)) {
      problems.add(section.path(), value, "expected a section { … }" + chosenBy(section, value));
    }

    return bind(section, ConfigValueFactory.fromMap(Map.of()));
  }

  /** As in optimizer = adam. */
  private static String chosenBy(SectionEntry section, ConfigValue value) {
    return Stream.of("name", "path", "strategy", "backend")
        .filter(key -> value.valueType() == ConfigValueType.STRING)
        .filter(key -> section.entry(key).isPresent())
        .findFirst()
        .map(
            key ->
                "; did you mean %s = %s?"
                    .formatted(section.join(key), ProblemCollector.shown(value)))
        .orElse("");
  }

  private Object read(KeyEntry key, ConfigValue value) {
    if (isSet(value)) {
      return valueOf(key, value).map(key::asComponent).orElseGet(key::defaultValue);
    }

    if (key.required()) {
      problems.addUnset(key.path(), ": required key is missing (" + key.description() + ")");
    }

    return key.defaultValue();
  }

  private Optional<Object> valueOf(KeyEntry key, ConfigValue value) {
    if (key.type() instanceof LocationType) {
      return key.type().read(value, problem -> problems.add(key.path(), value, problem));
    }

    Map<String, String> variables = EnvironmentVariables.values(value.unwrapped().toString());
    if (variables.containsValue(null)) {
      problems.add(key.path(), value, "an environment variable is not set");
      return Optional.empty();
    }

    return key.type()
        .read(
            EnvironmentVariables.withValues(value),
            problem ->
                problems.add(key.path(), value, EnvironmentVariables.without(variables, problem)));
  }

  private void reportUnknown(SectionEntry section, ConfigObject object) {
    new TreeMap<>(object)
        .forEach(
            (name, value) -> {
              if (section.entry(name).isEmpty()) {
                String key = ProblemCollector.shown(ConfigUtil.joinPath(name));
                String hint = problems.isFull() ? "" : hint(section, name);
                problems.add(Place.of(value.origin()), section.join(key), ": unknown key; " + hint);
              }
            });
  }

  private String hint(SectionEntry section, String name) {
    List<String> names = section.entries().stream().map(Entry::name).toList();
    return names.stream()
        .filter(known -> NearestName.isSame(name, known))
        .findFirst()
        .map(section::join)
        .map(ConfigBinder::meant)
        .or(() -> TorchNames.hint(name))
        .or(() -> NearestName.of(name, names).map(section::join).map(ConfigBinder::meant))
        .or(() -> elsewhere(name).map(ConfigBinder::meant))
        .orElse("known here: " + String.join(", ", names));
  }

  private static String meant(String keys) {
    return "did you mean " + keys + "?";
  }

  /** Entries of the same name in other sections, without those of sections within these. */
  private Optional<String> elsewhere(String name) {
    List<String> paths =
        root.all()
            .filter(entry -> NearestName.isSame(name, entry.name()))
            .map(Entry::path)
            .toList();
    int shallowest = paths.stream().mapToInt(ConfigBinder::depth).min().orElse(0);
    return paths.stream()
        .filter(path -> depth(path) == shallowest)
        .reduce((one, other) -> one + " or " + other);
  }

  private static int depth(String path) {
    return path.split("\\.", -1).length;
  }

  private ConfigValue valueAt(String path) {
    ConfigValue value = values;
    for (String name : path.split("\\.", -1)) {
      value = value instanceof ConfigObject object ? object.get(name) : null;
    }

    return value;
  }

  /** HOCON's null takes a value back: the key has its default again. */
  private static boolean isSet(ConfigValue value) {
    return value != null && value.valueType() != ConfigValueType.NULL;
  }
}
