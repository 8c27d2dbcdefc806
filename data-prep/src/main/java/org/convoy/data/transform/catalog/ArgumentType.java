package org.convoy.data.transform.catalog;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the values of an argument may be.
 *
 * @param allowed in words: "a number"
 * @param reader of a value; empty if it is not allowed
 */
record ArgumentType<T>(String allowed, Function<Object, Optional<T>> reader) {
  /** The same values, read as something else. */
  <R> ArgumentType<R> map(Function<? super T, ? extends R> function) {
    return new ArgumentType<>(allowed, value -> reader.apply(value).map(function));
  }

  /** These values or those of another type. */
  ArgumentType<T> or(ArgumentType<T> other) {
    return new ArgumentType<>(
        allowed + ", or " + other.allowed,
        value -> reader.apply(value).or(() -> other.reader.apply(value)));
  }

  /** Only those of the values that meet a condition, which {@link #allowed} tells already. */
  ArgumentType<T> filter(Predicate<? super T> condition) {
    return new ArgumentType<>(allowed, value -> reader.apply(value).filter(condition));
  }
}
