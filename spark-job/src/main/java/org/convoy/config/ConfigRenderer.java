package org.convoy.config;

import java.util.Optional;

/** Writes records back as HOCON, in the order of their declaration. */
final class ConfigRenderer {
  private final StringBuilder text = new StringBuilder();

  private ConfigRenderer() {}

  static String render(SectionEntry schema, Record record) {
    ConfigRenderer renderer = new ConfigRenderer();
    renderer.entries(schema, Optional.of(record), "");
    return renderer.text.toString();
  }

  private void entries(SectionEntry section, Optional<Record> record, String indent) {
    for (Entry entry : section.entries()) {
      if (entry instanceof SectionEntry inner) {
        line(indent, inner.name() + " {");
        entries(inner, record.flatMap(inner.record()), indent + "  ");
        line(indent, "}");
      } else if (entry instanceof KeyEntry key) {
        record.flatMap(key::render).ifPresent(value -> line(indent, key.name() + " = " + value));
      }
    }
  }

  private void line(String indent, String line) {
    text.append(indent).append(line).append('\n');
  }
}
