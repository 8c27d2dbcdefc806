package org.convoy.data.transform.catalog;

import java.util.Map;
import java.util.Optional;

/**
 * An argument of a transform.
 *
 * @param name as in the configuration
 * @param type of its values
 * @param otherwise what holds if it is not given
 * @param description for the documentation
 */
record Argument<T>(String name, ArgumentType<T> type, Otherwise otherwise, String description) {
  /** What holds if an argument is not given. */
  sealed interface Otherwise {}

  /** It must be given. */
  record Missing() implements Otherwise {}

  /** There is no value. */
  record Absent() implements Otherwise {}

  /** Another value takes its place, as it could have been given. */
  record Default(Object value) implements Otherwise {}

  static <T> Argument<T> required(String name, ArgumentType<T> type, String description) {
    return new Argument<>(name, type, new Missing(), description);
  }

  static <T> Argument<T> optional(String name, ArgumentType<T> type, String description) {
    return new Argument<>(name, type, new Absent(), description);
  }

  static <T> Argument<T> of(
      String name, ArgumentType<T> type, Object defaultValue, String description) {
    return new Argument<>(name, type, new Default(defaultValue), description);
  }

  /** The value among those that were given, or the default. */
  Optional<T> find(Map<String, ?> values) {
    if (values.containsKey(name)) {
      return Optional.of(read(values.get(name)));
    }

    if (otherwise instanceof Missing) {
      throw new IllegalArgumentException(
          "argument %s is missing; it must be %s".formatted(name, type.allowed()));
    }

    return otherwise instanceof Default given ? Optional.of(read(given.value())) : Optional.empty();
  }

  private T read(Object value) {
    return type.reader().apply(value).orElseThrow(() -> refusal(value));
  }

  private IllegalArgumentException refusal(Object value) {
    String text = value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    return new IllegalArgumentException(
        "argument %s is %s; it must be %s".formatted(name, text, type.allowed()));
  }

  ArgumentDescription describe() {
    return new ArgumentDescription(name, type.allowed(), defaultText(), description);
  }

  private Optional<String> defaultText() {
    if (otherwise instanceof Missing) {
      return Optional.empty();
    }

    return Optional.of(otherwise instanceof Default given ? given.value().toString() : "none");
  }
}
