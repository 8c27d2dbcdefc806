package org.convoy.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A section of the configuration: a record whose annotated components are its entries, in order.
 */
record SectionEntry(
    String path, String description, Class<? extends Record> type, List<Entry> entries)
    implements Entry {

  static SectionEntry of(String path, String description, Class<? extends Record> type) {
    List<Entry> entries = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      entries.add(entry(path, component));
    }

    return new SectionEntry(path, description, type, List.copyOf(entries));
  }

  private static Entry entry(String parent, RecordComponent component) {
    String path = join(parent, component.getName());
    Key key = component.getAnnotation(Key.class);
    if (key == null) {
      throw new IllegalStateException(path + " has no @Key");
    }

    return component.getType().isRecord()
        ? of(path, key.description(), component.getType().asSubclass(Record.class))
        : KeyEntry.of(path, key, component.getGenericType());
  }

  /** The full name of {@code name} in the section {@code parent}, which is empty for the root. */
  static String join(String parent, String name) {
    return parent.isEmpty() ? name : parent + "." + name;
  }

  String join(String name) {
    return join(path, name);
  }

  Optional<Entry> entry(String name) {
    return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  /** The entry with this full name, at any depth. */
  Optional<Entry> find(String fullPath) {
    return all().filter(entry -> entry.path().equals(fullPath)).findFirst();
  }

  /** All entries below this section, each section before its entries. */
  Stream<Entry> all() {
    return entries.stream()
        .flatMap(
            entry ->
                entry instanceof SectionEntry section
                    ? Stream.concat(Stream.of(entry), section.all())
                    : Stream.of(entry));
  }

  /** All keys below this section, with the record that holds each. */
  Stream<HeldKey> keys(Record section) {
    return entries.stream()
        .flatMap(
            entry ->
                entry instanceof SectionEntry inner
                    ? inner.keys((Record) inner.valueIn(section))
                    : Stream.of(new HeldKey((KeyEntry) entry, section)));
  }

  /** A key and the record it is read from. */
  record HeldKey(KeyEntry key, Record section) {}
}
