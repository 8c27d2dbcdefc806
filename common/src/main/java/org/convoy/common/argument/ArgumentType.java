package org.convoy.common.argument;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the values of an argument or key may be, and how they are read and written.
 *
 * @param allowed in words, with their article: "an integer, at least 1"
 * @param reader of values as HOCON and JSON have them: numbers, texts, booleans, lists and maps
 * @param writer of HOCON text that reads back as an equal value
 * @param literal whether a text on a command line is the value itself rather than HOCON
 */
public record ArgumentType<T>(
    String allowed, Reader<T> reader, Function<? super T, String> writer, boolean literal) {
  private static final int LONGEST_SHOWN = 60;

  /** Reads values. */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * The value; empty if it is not allowed, after at most one problem, where there is more to say
     * than what is allowed.
     */
    Optional<T> read(Object value, Consumer<String> problem);
  }

  /** A type whose values are not written. */
  public static <T> ArgumentType<T> of(String allowed, Function<Object, Optional<T>> reader) {
    return new ArgumentType<>(
        allowed, (value, problem) -> reader.apply(value), String::valueOf, false);
  }

  /**
   * The value, or empty after one problem.
   *
   * @param verb what comes before the words of what is allowed: "expected", "must be"
   */
  public Optional<T> read(Object value, String verb, Consumer<String> problem) {
    List<String> particular = new ArrayList<>();
    Optional<T> read = reader.read(value, particular::add);
    if (read.isEmpty()) {
      problem.accept(particular.isEmpty() ? verb + " " + allowed : particular.get(0));
    }

    return read;
  }

  /** The same values, read as something else and written as that is. */
  public <R> ArgumentType<R> map(
      Function<? super T, ? extends R> function, Function<? super R, String> newWriter) {
    return new ArgumentType<>(
        allowed, (value, problem) -> reader.read(value, problem).map(function), newWriter, literal);
  }

  /** The same values, read as something that is not written. */
  public <R> ArgumentType<R> map(Function<? super T, ? extends R> function) {
    return map(function, String::valueOf);
  }

  /** These values or those of another type. */
  public ArgumentType<T> or(ArgumentType<T> other) {
    return new ArgumentType<>(
        allowed + ", or " + other.allowed,
        (value, problem) -> reader.read(value, problem).or(() -> other.reader.read(value, problem)),
        writer,
        literal && other.literal);
  }

  /** Only those of the values that meet a condition, which {@link #allowed} tells already. */
  public ArgumentType<T> filter(Predicate<? super T> condition) {
    return new ArgumentType<>(
        allowed,
        (value, problem) -> reader.read(value, problem).filter(condition),
        writer,
        literal);
  }

  /** The same, of values of which it is not known at compile time that they are of this type. */
  @SuppressWarnings("unchecked") // Written is only what was read.
  public ArgumentType<Object> untyped() {
    return (ArgumentType<Object>) this;
  }

  /** A value for a message, as JSON; the beginning of a long one. */
  public static String shown(Object value) {
    String text = json(value);
    return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
  }

  private static String json(Object value) {
    if (value instanceof Map<?, ?> map) {
      return new TreeMap<>(map)
          .entrySet().stream()
              .map(entry -> json(entry.getKey()) + ":" + json(entry.getValue()))
              .collect(joining(",", "{", "}"));
    }

    if (value instanceof List<?> list) {
      return list.stream().map(ArgumentType::json).collect(joining(",", "[", "]"));
    }

    return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
  }
}
