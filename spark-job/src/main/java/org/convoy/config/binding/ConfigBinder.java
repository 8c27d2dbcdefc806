package org.convoy.config.binding;

import static java.util.Locale.ROOT;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
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
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.convoy.common.NearestName;
import org.convoy.config.binding.ChoiceEntry.Alternative;
import org.convoy.config.binding.EnvironmentVariables.Unset;

/**
 * Makes records of a HOCON tree. A value with a problem is reported and replaced by its default.
 */
public final class ConfigBinder {
  private static final ConfigObject NOTHING = ConfigFactory.empty().root();

  private final SectionEntry root;
  private final ConfigObject values;
  private final ProblemCollector problems;

  private ConfigBinder(SectionEntry root, ConfigObject values, ProblemCollector problems) {
    this.root = root;
    this.values = values;
    this.problems = problems;
  }

  /**
   * Reads a text.
   *
   * @param root the record's section
   * @param sourceName what the text was read from, as problems name it; includes are relative to it
   * @param text HOCON
   * @param overrides settings of the command line, each {@code key=value}; the last one wins
   * @param includes reads the files that the text includes
   * @param unset what becomes of environment variables that are not set
   * @param checks of the record; a value that already has a problem is replaced by its default
   * @throws ConfigException naming all problems, each with its place and value
   */
  public static Record bind(
      SectionEntry root,
      String sourceName,
      String text,
      List<String> overrides,
      IncludedFiles includes,
      Unset unset,
      BiConsumer<Record, Problems> checks) {
    ProblemCollector problems = new ProblemCollector(sourceName);
    ConfigObject source =
        new ConfigSource(root, new EnvironmentVariables.Lookup(unset), problems)
            .read(sourceName, text, overrides, includes);
    ConfigBinder binder =
        new ConfigBinder(root, withoutFormerNames(root, source, problems), problems);
    Record bound = binder.bind(root, binder.values);
    checks.accept(bound, binder::addProblem);
    problems.throwIfAny();
    return bound;
  }

  /** Moves values that stand under the former name of a key to its name. */
  private static ConfigObject withoutFormerNames(
      SectionEntry root, ConfigObject values, ProblemCollector problems) {
    Config config = values.toConfig();
    for (KeyEntry key : root.keys().toList()) {
      String former = key.formerPath().filter(config::hasPath).orElse("");
      if (!former.isEmpty()) {
        ConfigValue value = config.getValue(former);
        refuseBoth(config, key, former, problems);
        config = config.withoutPath(former).withValue(key.path(), value);
      }
    }

    return config.root();
  }

  private static void refuseBoth(
      Config config, KeyEntry key, String former, ProblemCollector problems) {
    if (config.hasPath(key.path())) {
      problems.add(
          key.path(),
          config.getValue(key.path()),
          "is set twice: " + former + " is its former name");
    }
  }

  /** Reports a problem that a check found between or behind values that are right by themselves. */
  private void addProblem(String path, String message) {
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
    Optional<ChoiceEntry> choice = section.choice();
    Optional<Alternative> chosen = choice.map(entry -> chosen(entry, object));
    chosen.ifPresent(
        alternative ->
            choice
                .get()
                .others(alternative)
                .forEach(entry -> readOther(entry, object.get(entry.name()))));
    Record bound = record(section, object, chosen);
    if (problems.size() == before) {
      chosen.ifPresent(alternative -> refuseOthers(choice.get(), alternative));
      choice.ifPresent(entry -> check(section, (Record) Records.component(bound, entry.name())));
      check(section, bound);
    }

    return bound;
  }

  /** A record of what is set, and of defaults. */
  private Record record(SectionEntry section, ConfigObject object, Optional<Alternative> chosen) {
    ConfigObject defaults = chosen.map(Alternative::defaults).orElse(NOTHING);
    List<Object> components = new ArrayList<>();
    for (Entry entry : section.components()) {
      ConfigValue value = object.get(entry.name());
      if (entry instanceof KeyEntry key) {
        components.add(read(key, value, Optional.ofNullable(defaults.get(key.name()))));
      } else if (entry instanceof SectionEntry inner) {
        components.add(bindSection(inner, value));
      } else {
        components.add(record(chosen.orElseThrow().section(), object, Optional.empty()));
      }
    }

    return Records.create(section.type(), components);
  }

  private Alternative chosen(ChoiceEntry choice, ConfigObject object) {
    KeyEntry key = choice.key();
    Alternative chosen = choice.alternative(read(key, object.get(key.name()), Optional.empty()));
    for (KeyEntry own : chosen.section().keys().toList()) {
      if (own.required() && !isSet(object.get(own.name()))) {
        String what = own.description();
        addProblem(
            key.path(),
            "needs %s, %s"
                .formatted(own.path(), what.substring(0, 1).toLowerCase(ROOT) + what.substring(1)));
      }
    }

    return chosen;
  }

  /** Reports what is wrong with a value that is not asked for. */
  private void readOther(Entry entry, ConfigValue value) {
    if (entry instanceof SectionEntry inner) {
      bindSection(inner, value);
    } else if (isSet(value)) {
      valueOf((KeyEntry) entry, value);
    }
  }

  private void refuseOthers(ChoiceEntry choice, Alternative chosen) {
    for (Entry other : choice.others(chosen)) {
      String problem =
          ChoiceEntry.notASetting(choice.key().path(), chosen.section().type(), other.name());
      Stream<? extends Entry> keys =
          other instanceof SectionEntry inner ? inner.keys() : Stream.of(other);
      keys.filter(key -> isSet(valueAt(key.path())))
          .forEach(key -> addProblem(key.path(), problem));
    }
  }

  private void check(SectionEntry section, Record bound) {
    if (bound instanceof SectionCheck check) {
      check.check((key, message) -> addProblem(section.join(key), message));
    }
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
        .filter(section.names()::contains)
        .findFirst()
        .map(
            key ->
                "; did you mean %s = %s?"
                    .formatted(section.join(key), ProblemCollector.shown(value)))
        .orElse("");
  }

  /**
   * The component that a value becomes.
   *
   * @param chosen the default of the record that the section chose, in the place of the key's own
   */
  private Object read(KeyEntry key, ConfigValue value, Optional<ConfigValue> chosen) {
    Optional<Object> component =
        isSet(value) ? valueOf(key, value).map(key::asComponent) : Optional.empty();
    return component.or(() -> chosen.map(key::defaultValue)).orElseGet(key::defaultValue);
  }

  private Optional<Object> valueOf(KeyEntry key, ConfigValue value) {
    if (key.key().keepsVariables()) {
      return key.read(value.unwrapped(), problem -> problems.add(key.path(), value, problem));
    }

    Map<String, String> variables = EnvironmentVariables.values(value.unwrapped().toString());
    if (variables.containsValue(null)) {
      problems.add(key.path(), value, "an environment variable is not set");
      return Optional.empty();
    }

    return key.read(
        EnvironmentVariables.withValues(value.unwrapped()),
        problem ->
            problems.add(key.path(), value, EnvironmentVariables.without(variables, problem)));
  }

  private void reportUnknown(SectionEntry section, ConfigObject object) {
    new TreeMap<>(object)
        .forEach(
            (name, value) -> {
              if (!section.names().contains(name)) {
                String key = ProblemCollector.shown(ConfigUtil.joinPath(name));
                String hint = problems.isFull() ? "" : hint(section, name);
                problems.add(Place.of(value.origin()), section.join(key), ": unknown key; " + hint);
              }
            });
  }

  private String hint(SectionEntry section, String name) {
    List<String> names = section.names();
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
            .distinct()
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
