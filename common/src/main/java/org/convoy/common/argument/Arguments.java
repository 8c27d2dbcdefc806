package org.convoy.common.argument;

import java.util.Map;
import java.util.Optional;

/**
 * The arguments that were given.
 *
 * @param values by name
 */
public record Arguments(Map<String, ?> values) {
  /**
   * The value of an argument that must be given or has a default.
   *
   * @throws IllegalArgumentException if it is missing or not allowed; the message names it, its
   *     value and what is allowed
   */
  public <T> T get(Argument<T> argument) {
    return argument.find(values).orElseThrow();
  }

  /**
   * The value of an argument that may be left out.
   *
   * @throws IllegalArgumentException as {@link #get}
   */
  public <T> Optional<T> find(Argument<T> argument) {
    return argument.find(values);
  }
}
