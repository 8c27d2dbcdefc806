package org.convoy.config.binding;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.convoy.common.argument.ArgumentType;
import org.convoy.common.argument.Bounds;

/**
 * A section of the configuration: a record with annotated components.
 *
 * @param components one for each of the record's, in order
 * @param record finds this section's record in that of the section around it
 */
public record SectionEntry(
    String path,
    String description,
    Class<? extends Record> type,
    List<Entry> components,
    Function<Record, Optional<Record>> record)
    implements Entry {

  /**
   * A section, and all below it.
   *
   * @param types of keys that are of neither the standard library nor an enum
   */
  public static SectionEntry of(
      String path,
      String description,
      Class<? extends Record> type,
      Map<Class<?>, Function<Bounds, ArgumentType<?>>> types) {
    return of(path, description, type, "", Optional::of, types);
  }

  /**
   * A section, or a record that one chooses from.
   *
   * @param choice the name that chooses the record; empty for a section
   * @param in finds the record that holds the components
   */
  static SectionEntry of(
      String path,
      String description,
      Class<? extends Record> type,
      String choice,
      Function<Record, Optional<Record>> in,
      Map<Class<?>, Function<Bounds, ArgumentType<?>>> types) {
    List<Entry> components = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      components.add(component(path, component, choice, in, types));
    }

    return new SectionEntry(path, description, type, List.copyOf(components), in);
  }

  private static Entry component(
      String parent,
      RecordComponent component,
      String choice,
      Function<Record, Optional<Record>> in,
      Map<Class<?>, Function<Bounds, ArgumentType<?>>> types) {
    String name = component.getName();
    String path = join(parent, name);
    Key key = component.getAnnotation(Key.class);
    if (key == null) {
      throw new IllegalStateException(path + " has no @Key");
    }

    Function<Record, Optional<Object>> value =
        section -> in.apply(section).map(holder -> Records.component(holder, name));
    if (component.getType().isRecord()) {
      SectionEntry inner =
          of(path, key.description(), component.getType().asSubclass(Record.class), types);
      return new SectionEntry(
          path,
          key.description(),
          inner.type,
          inner.components,
          section -> value.apply(section).map(Record.class::cast));
    }

    return component.getType().isInterface() && component.getType().isSealed()
        ? ChoiceEntry.of(parent, name, key, component.getType(), in, types)
        : KeyEntry.of(path, key, component.getGenericType(), choice, value, types);
  }

  /** The full name of {@code name} in the section {@code parent}, which is empty for the root. */
  static String join(String parent, String name) {
    return parent.isEmpty() ? name : parent + "." + name;
  }

  String join(String name) {
    return join(path, name);
  }

  /**
   * Its keys and sections in the order in which they are written, with those of all records that it
   * may choose, of which several may have a key of the same name.
   */
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    List<Entry> sections = new ArrayList<>();
    for (Entry component : components) {
      if (component instanceof ChoiceEntry choice) {
        entries.add(choice.leads() ? 0 : entries.size(), choice.key());
        choice.alternatives().stream()
            .flatMap(alternative -> alternative.section().components().stream())
            .forEach(own -> (own instanceof SectionEntry ? sections : entries).add(own));
      } else {
        entries.add(component);
      }
    }

    entries.addAll(sections);
    return entries;
  }

  /** What it chooses from, if it does. */
  public Optional<ChoiceEntry> choice() {
    return components.stream()
        .filter(ChoiceEntry.class::isInstance)
        .map(ChoiceEntry.class::cast)
        .findFirst();
  }

  /** What is chosen from in this section and in those below it. */
  public Stream<ChoiceEntry> choices() {
    return components.stream()
        .flatMap(
            component ->
                component instanceof ChoiceEntry choice
                    ? Stream.of(choice)
                    : component instanceof SectionEntry section
                        ? section.choices()
                        : Stream.empty());
  }

  /** The names of its keys and sections. */
  List<String> names() {
    return entries().stream().map(Entry::name).distinct().toList();
  }

  /** The entry with this full name, at any depth. */
  public Optional<Entry> find(String fullPath) {
    return all().filter(entry -> entry.path().equals(fullPath)).findFirst();
  }

  /** All keys and sections below this section, each section before its entries. */
  public Stream<Entry> all() {
    return entries().stream()
        .flatMap(
            entry ->
                entry instanceof SectionEntry section
                    ? Stream.concat(Stream.of(entry), section.all())
                    : Stream.of(entry));
  }

  /** All keys below this section. */
  public Stream<KeyEntry> keys() {
    return all().filter(KeyEntry.class::isInstance).map(KeyEntry.class::cast);
  }

  /** The values of all keys below this section as HOCON, by full names; empty where unset. */
  public Map<String, Optional<String>> values(Optional<Record> section) {
    Map<String, Optional<String>> values = new LinkedHashMap<>();
    for (Entry entry : entries()) {
      if (entry instanceof SectionEntry inner) {
        values.putAll(inner.values(section.flatMap(inner.record)));
      } else if (entry instanceof KeyEntry key) {
        values.merge(key.path(), section.flatMap(key::render), (one, other) -> one.or(() -> other));
      }
    }

    return values;
  }

  /** The record of this section as HOCON, in the order of the declaration. */
  public String render(Record section) {
    StringBuilder text = new StringBuilder();
    render(Optional.of(section), "", text);
    return text.toString();
  }

  private void render(Optional<Record> section, String indent, StringBuilder text) {
    for (Entry entry : entries()) {
      if (entry instanceof SectionEntry inner) {
        text.append(indent).append(inner.name()).append(" {\n");
        inner.render(section.flatMap(inner.record), indent + "  ", text);
        text.append(indent).append("}\n");
      } else if (entry instanceof KeyEntry key) {
        section
            .flatMap(key::render)
            .ifPresent(value -> text.append(indent + key.name() + " = " + value + "\n"));
      }
    }
  }
}
