package org.convoy.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A name alone, or an object whose only key is the name and whose value holds the arguments. */
record CallType() implements ValueType {

  @Override
  public Optional<Object> read(ConfigValue value, Consumer<String> problems) {
    if (value.valueType() == ConfigValueType.STRING) {
      return Optional.of(new Call((String) value.unwrapped(), Map.of()));
    }

    if (value instanceof ConfigObject object
        && object.size() == 1
        && object.values().iterator().next() instanceof ConfigObject arguments) {
      String name = object.keySet().iterator().next();
      return Optional.of(new Call(name, new TreeMap<>(arguments.unwrapped())));
    }

    problems.accept("expected " + describe());
    return Optional.empty();
  }

  @Override
  public String describe() {
    return "a name, or {name {argument = value, …}}";
  }

  @Override
  public String render(Object value) {
    return ((Call) value).render();
  }

  @Override
  public Object placeholder() {
    return new Call("", Map.of());
  }
}
