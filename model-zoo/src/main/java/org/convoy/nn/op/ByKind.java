package org.convoy.nn.op;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A function that goes by the class of its argument: what is made of each kind of operation or
 * activation, where the operations themselves cannot know.
 *
 * @param <C> what it is made for, such as a layer of a graph
 * @param <T> of which each kind is a class
 * @param <R> what is made
 */
public final class ByKind<C, T, R> {
  private final Map<Class<?>, BiFunction<C, T, R>> functions = new HashMap<>();

  /** Adds a kind. */
  public <K extends T> ByKind<C, T, R> on(Class<K> kind, BiFunction<C, K, R> function) {
    functions.put(kind, (context, value) -> function.apply(context, kind.cast(value)));
    return this;
  }

  /** What is made of this one; empty if nothing is made of its kind. */
  public Optional<R> apply(C context, T value) {
    return Optional.ofNullable(functions.get(value.getClass()))
        .map(function -> function.apply(context, value));
  }
}
