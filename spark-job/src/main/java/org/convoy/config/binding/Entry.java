package org.convoy.config.binding;

/** What a section holds: keys, further sections, and at most one choice. */
public sealed interface Entry permits KeyEntry, SectionEntry, ChoiceEntry {
  /** The full name, such as {@code sync.every}; empty for the root. */
  String path();

  /** The name within its section. */
  default String name() {
    return path().substring(path().lastIndexOf('.') + 1);
  }
}
