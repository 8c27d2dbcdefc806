package org.convoy.config.binding;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.convoy.common.argument.ArgumentType;
import org.convoy.common.argument.ArgumentTypes;
import org.convoy.common.argument.Bounds;

/**
 * A component of a section whose type is a sealed interface.
 *
 * @param path of the component
 * @param key says which of the records stands there
 * @param alternatives the records, in the order of their declaration
 */
public record ChoiceEntry(String path, KeyEntry key, List<Alternative> alternatives)
    implements Entry {

  /**
   * One of the records.
   *
   * @param section its keys, by the names that they have in the section of the choice
   * @param defaults of other keys of that section
   */
  public record Alternative(String name, SectionEntry section, ConfigObject defaults) {}

  static ChoiceEntry of(
      String parent,
      String name,
      Key key,
      Class<?> type,
      Function<Record, Optional<Record>> in,
      Map<Class<?>, Function<Bounds, ArgumentType<?>>> types) {
    Function<Record, Optional<Record>> chosen =
        section -> in.apply(section).map(holder -> (Record) Records.component(holder, name));
    List<Alternative> alternatives =
        Arrays.stream(type.getPermittedSubclasses())
            .map(record -> alternative(parent, record.asSubclass(Record.class), chosen, types))
            .toList();
    Map<String, String> names = new LinkedHashMap<>();
    alternatives.forEach(one -> names.put(one.name(), one.name()));
    KeyEntry choosing =
        new KeyEntry(
            SectionEntry.join(parent, key.chosenBy().isEmpty() ? name : key.chosenBy()),
            key,
            ArgumentTypes.oneOf(names).untyped(),
            false,
            "",
            section -> chosen.apply(section).map(ChoiceEntry::name));
    return new ChoiceEntry(SectionEntry.join(parent, name), choosing, alternatives);
  }

  private static Alternative alternative(
      String parent,
      Class<? extends Record> type,
      Function<Record, Optional<Record>> chosen,
      Map<Class<?>, Function<Bounds, ArgumentType<?>>> types) {
    Choice choice = type.getAnnotation(Choice.class);
    SectionEntry section =
        SectionEntry.of(
            parent,
            "",
            type,
            choice.name(),
            in -> chosen.apply(in).filter(type::isInstance),
            types);
    return new Alternative(
        choice.name(), section, ConfigFactory.parseString(choice.defaults()).root());
  }

  /** The name that chooses this record. */
  public static String name(Object record) {
    return record.getClass().getAnnotation(Choice.class).name();
  }

  /** What is wrong with a key that another record has. */
  public static String notASetting(String path, String name, List<String> own) {
    return "is not a setting of %s = %s%s"
        .formatted(
            path,
            name,
            own.isEmpty()
                ? ", which has none of its own"
                : "; those are " + String.join(", ", own));
  }

  /** Whether its key stands before all others. */
  boolean leads() {
    return !key.key().chosenBy().isEmpty();
  }

  /** What the other records have and this one has not. */
  List<Entry> others(Alternative chosen) {
    Map<String, Entry> others = new LinkedHashMap<>();
    for (Alternative alternative : alternatives) {
      alternative.section().components().forEach(entry -> others.putIfAbsent(entry.name(), entry));
    }

    others.keySet().removeAll(chosen.section().names());
    return List.copyOf(others.values());
  }

  Alternative alternative(Object name) {
    return alternatives.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }
}
