package org.convoy.config;

import com.typesafe.config.ConfigValue;
import java.util.Optional;
import java.util.function.Consumer;

/** A text that keeps its environment variables by name. */
record LocationType() implements ValueType {
  private static final ValueType TEXT = new ScalarTypes.Text();

  @Override
  public Optional<Object> read(ConfigValue value, Consumer<String> problems) {
    return TEXT.read(value, problems).map(text -> new Location((String) text));
  }

  @Override
  public String describe() {
    return TEXT.describe();
  }

  @Override
  public String render(Object value) {
    return ((Location) value).render();
  }

  @Override
  public Object placeholder() {
    return new Location("");
  }

  @Override
  public boolean literal() {
    return true;
  }
}
