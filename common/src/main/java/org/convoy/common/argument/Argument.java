package org.convoy.common.argument;

import java.util.Map;
import java.util.Optional;

/**
 * An argument of what can be asked for by name.
 *
 * @param name as in the configuration
 * @param type of its values
 * @param otherwise what holds if it is not given
 * @param description for the documentation
 */
public record Argument<T>(
    String name, ArgumentType<T> type, Otherwise otherwise, String description) {
  /** What holds if an argument is not given. */
  public sealed interface Otherwise {}

  /** It must be given. */
  public record Missing() implements Otherwise {}

  /**
   * There is no value.
   *
   * @param meaning in words
   */
  public record Absent(String meaning) implements Otherwise {}

  /** Another value takes its place, as it could have been given. */
  public record Default(Object value) implements Otherwise {}

  public static <T> Argument<T> required(String name, ArgumentType<T> type, String description) {
    return new Argument<>(name, type, new Missing(), description);
  }

  public static <T> Argument<T> optional(
      String name, ArgumentType<T> type, String meaning, String description) {
    return new Argument<>(name, type, new Absent(meaning), description);
  }

  public static <T> Argument<T> of(
      String name, ArgumentType<T> type, Object defaultValue, String description) {
    return new Argument<>(name, type, new Default(defaultValue), description);
  }

  /**
   * The value among those that were given, or the default.
   *
   * @throws IllegalArgumentException if it is missing or not allowed
   */
  Optional<T> find(Map<String, ?> values) {
    Optional<Object> given = Optional.ofNullable(values.get(name));
    if (given.isEmpty() && otherwise instanceof Missing) {
      throw new IllegalArgumentException(
          "needs the argument \"%s\", %s".formatted(name, type.allowed()));
    }

    return given
        .or(() -> otherwise instanceof Default other ? Optional.of(other.value) : Optional.empty())
        .map(this::read);
  }

  private T read(Object value) {
    StringBuilder problem = new StringBuilder();
    return type.read(value, "must be", problem::append)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s %s, got %s".formatted(name, problem, ArgumentType.shown(value))));
  }

  /** A row of a table in Markdown: name, default, allowed values, description. */
  String row() {
    String missing =
        otherwise instanceof Default other
            ? "`" + other.value + "`"
            : otherwise instanceof Absent absent ? absent.meaning : "required";
    return "| `%s` | %s | %s | %s |\n".formatted(name, missing, type.allowed(), description);
  }
}
