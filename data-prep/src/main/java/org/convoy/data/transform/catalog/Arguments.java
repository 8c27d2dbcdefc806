package org.convoy.data.transform.catalog;

import java.util.Map;
import java.util.Optional;

/**
 * The arguments that were given to a transform.
 *
 * @param values by name
 */
record Arguments(Map<String, ?> values) {
  /** The value of an argument that must be given or has a default. */
  <T> T get(Argument<T> argument) {
    return argument.find(values).orElseThrow();
  }

  /** The value of an argument that may be left out. */
  <T> Optional<T> find(Argument<T> argument) {
    return argument.find(values);
  }
}
