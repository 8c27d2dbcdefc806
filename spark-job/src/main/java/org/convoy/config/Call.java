package org.convoy.config;

import static java.util.Objects.requireNonNull;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

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
}
