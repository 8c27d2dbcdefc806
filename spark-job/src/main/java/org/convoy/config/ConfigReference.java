package org.convoy.config;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.convoy.config.binding.ChoiceEntry;
import org.convoy.config.binding.ChoiceEntry.Alternative;
import org.convoy.config.binding.KeyEntry;
import org.convoy.config.binding.SectionEntry;

/** The page docs/config-reference.md, made from the declarations of the keys. */
final class ConfigReference {
  private static final String INTRODUCTION =
      """
      # Configuration reference

      <!-- Generated: do not edit. After a change of a key run
           ./mvnw -q -pl spark-job -am test -Dtest=TestConfigReference \
      -Dsurefire.failIfNoSpecifiedTests=false -Dconfig.reference.write=true -->

      A configuration is a [HOCON](https://github.com/lightbend/config/blob/main/HOCON.md) file. \
      A `key=value` on the command line wins over the file, the file over the defaults; \
      `key=null` takes a value of the file back, whatever its type; a text that is `null` is written \
      `key='"null"'`. Unknown keys and wrong values are errors, and all of them (of more than 50 the \
      first) are reported at once, with file and line. Names that PyTorch's and torchvision's \
      scripts have for a key, such as `lr` or `label_smoothing`, are answered with the key.

      On the command line a key has its full name, as in `sync.every=20`; lists and sections are \
      written as in a file: `'data.normalize.mean=[0.5]'`. In a file, `include "other.conf"` takes \
      in another local file, which must exist, and `${NAME}` a value from above or an environment \
      variable (`${?NAME}`: if it is set). A config with its included files and all values put in \
      is 4 MiB at most, nested 100 deep at most, and made of 100 files and 1,000 substitutions at \
      most.

      The resolved configuration is kept in the run folder. `data.path`, `data.split.validation` and \
      `model.pretrained` are kept with the names of the environment variables in them, which may be \
      passwords, and looked up again when the run is continued; that the data and the weights are \
      the same is known by their content. Other values of the environment are kept, since a run \
      depends on them. No message about a config shows a value of the environment, and nothing that \
      a command prints holds the value of a variable whose name says that it is secret (`SECRET`, \
      `PASSWORD`, `TOKEN`, `CREDENTIAL`, `ACCESS_KEY` and the like).

      A run that was begun can go on with other values of the keys marked † \
      (`train --override`, see [training.md](training.md)).
      """;

  private ConfigReference() {}

  /** The page as Markdown. */
  static String markdown() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    section(page, ConvoyConfig.SCHEMA);
    return page.toString();
  }

  private static void section(StringBuilder page, SectionEntry section) {
    String title = section.path().isEmpty() ? section.description() : "`" + section.path() + "`";
    page.append("\n## ").append(title).append("\n\n");
    if (!section.path().isEmpty()) {
      page.append(section.description()).append(".\n\n");
    }

    page.append("| key | default | value | meaning |\n| --- | --- | --- | --- |\n");
    rows(section).values().forEach(keys -> page.append(row(section, keys)));
    section.entries().stream()
        .filter(SectionEntry.class::isInstance)
        .forEach(inner -> section(page, (SectionEntry) inner));
  }

  /** The keys of each name, of which several records that can be chosen may have one. */
  private static Map<String, List<KeyEntry>> rows(SectionEntry section) {
    return section.entries().stream()
        .filter(KeyEntry.class::isInstance)
        .map(KeyEntry.class::cast)
        .collect(groupingBy(KeyEntry::path, LinkedHashMap::new, toList()));
  }

  private static String row(SectionEntry section, List<KeyEntry> keys) {
    KeyEntry key = keys.get(0);
    boolean own = !key.choice().isEmpty();
    return "| `%s`%s | %s | %s | %s |\n"
        .formatted(
            key.path(),
            key.key().changeable() ? " †" : "",
            own ? each(names(keys, ConfigReference::byDefault), ", ") : byDefault(section, key),
            each(names(keys, same -> same.type().allowed()), "; "),
            own
                ? names(keys, KeyEntry::description).entrySet().stream()
                    .map(text -> list(text.getValue()) + ": " + text.getKey())
                    .collect(joining("; "))
                : key.description());
  }

  /** What is said of the keys, with the names of the records that they belong to. */
  private static Map<String, List<String>> names(
      List<KeyEntry> keys, Function<KeyEntry, String> text) {
    return keys.stream()
        .collect(groupingBy(text, LinkedHashMap::new, mapping(KeyEntry::choice, toList())));
  }

  private static String each(Map<String, List<String>> texts, String separator) {
    return texts.size() == 1 ? texts.keySet().iterator().next() : ofEach(texts, separator);
  }

  private static String ofEach(Map<String, List<String>> texts, String separator) {
    return texts.entrySet().stream()
        .map(text -> text.getKey() + " for " + list(text.getValue()))
        .collect(joining(separator));
  }

  private static String list(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  private static String byDefault(KeyEntry key) {
    if (key.required()) {
      return "required";
    }

    if (key.optional()) {
      return key.key().unset();
    }

    return "`" + key.key().defaultValue() + "`";
  }

  /** The default of a key that may depend on what the section chooses. */
  private static String byDefault(SectionEntry section, KeyEntry key) {
    String others = byDefault(key);
    Map<String, List<String>> names = new LinkedHashMap<>();
    for (Alternative alternative :
        section.choice().map(ChoiceEntry::alternatives).orElse(List.of())) {
      Optional.ofNullable(alternative.defaults().get(key.name()))
          .map(value -> "`" + key.type().writer().apply(key.defaultValue(value)) + "`")
          .ifPresent(
              text ->
                  names.computeIfAbsent(text, none -> new ArrayList<>()).add(alternative.name()));
    }

    return names.isEmpty() ? others : ofEach(names, ", ") + ", " + others + " for the others";
  }
}
