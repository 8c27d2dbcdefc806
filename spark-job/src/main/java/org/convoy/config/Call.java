package org.convoy.config;

import static java.util.Objects.requireNonNull;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.convoy.common.argument.ArgumentType;

/**
 * A name with arguments, such as {@code randomHorizontalFlip} or {@code {randomCrop {size = 32}}}.
 *
 * @param name what is asked for
 * @param arguments by name; numbers, strings, booleans, and lists and maps of them
 */
public record Call(String name, Map<String, Object> arguments) implements Serializable {
  /** A name alone, or an object whose only key is the name and whose value holds the arguments. */
  static final ArgumentType<Call> TYPE =
      new ArgumentType<>(
          "a name, or {name {argument = value, …}}", Call::read, Call::render, false);

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

  private static Optional<Call> read(Object value, Consumer<String> problem) {
    if (value instanceof String name) {
      return Optional.of(new Call(name, Map.of()));
    }

    if (value instanceof Map<?, ?> call
        && call.size() == 1
        && call.values().iterator().next() instanceof Map<?, ?> given) {
      Map<String, Object> arguments = new TreeMap<>();
      given.forEach((name, argument) -> arguments.put((String) name, argument));
      return Optional.of(new Call((String) call.keySet().iterator().next(), arguments));
    }

    return Optional.empty();
  }
}
