package org.convoy.config;

import static java.util.Objects.requireNonNull;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.convoy.config.binding.ValueType;

/**
 * A name with arguments, such as {@code randomHorizontalFlip} or {@code {randomCrop {size = 32}}}.
 *
 * @param name what is asked for
 * @param arguments by name; numbers, strings, booleans, and lists and maps of them
 */
public record Call(String name, Map<String, Object> arguments) implements Serializable {
  public Call {
    requireNonNull(name, "name is null");
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  /** HOCON, and JSON, that reads back as an equal call. */
  String render() {
    Object tree = arguments.isEmpty() ? name : Map.of(name, arguments);
    return ConfigValueFactory.fromAnyRef(tree).render(ConfigRenderOptions.concise());
  }

  @Override
  public String toString() {
    return render();
  }

  /** A name alone, or an object whose only key is the name and whose value holds the arguments. */
  record Type() implements ValueType {

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
}
