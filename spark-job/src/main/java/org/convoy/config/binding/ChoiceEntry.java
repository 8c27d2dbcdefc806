package org.convoy.config.binding;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
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

  /**
   * What is wrong with a key that other records have.
   *
   * @param path of the key that chooses
   * @param chosen the record that is chosen
   */
  public static String notASetting(String path, Class<?> chosen, String setting) {
    Choice choice = chosen.getAnnotation(Choice.class);
    List<String> own = Records.names(chosen);
    String reason = choice.without().isEmpty() ? "" : ": " + choice.without();
    return "is not a setting of %s = %s, but of %s; %s has %s"
        .formatted(
            path,
            choice.name(),
            owners(chosen, setting),
            choice.name(),
            own.isEmpty() ? "none" + reason : String.join(", ", own));
  }

  private static String owners(Class<?> chosen, String setting) {
    return Arrays.stream(chosen.getInterfaces())
        .filter(Class::isSealed)
        .flatMap(choices -> Arrays.stream(choices.getPermittedSubclasses()))
        .filter(other -> Records.names(other).contains(setting))
        .map(other -> other.getAnnotation(Choice.class).name())
        .collect(Collectors.joining(", "));
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
