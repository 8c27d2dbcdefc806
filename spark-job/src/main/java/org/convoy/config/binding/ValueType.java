package org.convoy.config.binding;

import com.typesafe.config.ConfigValue;
import java.util.Optional;
import java.util.function.Consumer;

/** How the values of one type are read from HOCON, described, and written back. */
public interface ValueType {
  /** The value, or nothing after one problem was handed to {@code problems}. */
  Optional<Object> read(ConfigValue value, Consumer<String> problems);

  /** What is allowed, with its article: "an integer, at least 1". */
  String describe();

  /** HOCON text that reads back as an equal value. */
  String render(Object value);

  /** Any value of the type; stands in for a required value that is missing. */
  Object placeholder();

  /** Whether text on the command line is the value itself rather than HOCON. */
  default boolean literal() {
    return false;
  }

  /** Whether a value keeps the environment variables in it by name, rather than their values. */
  default boolean keepsVariables() {
    return false;
  }
}
