package org.convoy.config;

/** What a section holds: keys and further sections. */
sealed interface Entry permits KeyEntry, SectionEntry {
  /** The full name, such as {@code sync.every}; empty for the root. */
  String path();

  String description();

  /** The name within its section. */
  default String name() {
    return path().substring(path().lastIndexOf('.') + 1);
  }

  /** The value of this entry in the record of its section. */
  default Object valueIn(Record section) {
    return Records.component(section, name());
  }
}
