package org.convoy.config;

/** Writes records back as HOCON, in the order of their declaration. */
final class ConfigRenderer {
  private final StringBuilder text = new StringBuilder();

  private ConfigRenderer() {}

  static String render(SectionEntry schema, Record record) {
    ConfigRenderer renderer = new ConfigRenderer();
    renderer.entries(schema, record, "");
    return renderer.text.toString();
  }

  private void entries(SectionEntry section, Record record, String indent) {
    for (Entry entry : section.entries()) {
      if (entry instanceof SectionEntry inner) {
        line(indent, inner.name() + " {");
        entries(inner, (Record) inner.valueIn(record), indent + "  ");
        line(indent, "}");
      } else if (entry instanceof KeyEntry key) {
        key.render(record).ifPresent(value -> line(indent, key.name() + " = " + value));
      }
    }
  }

  private void line(String indent, String line) {
    text.append(indent).append(line).append('\n');
  }
}
