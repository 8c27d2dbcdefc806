package org.convoy.data.transform.catalog;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.convoy.data.transform.Transform;

/**
 * A transform that can be asked for by name.
 *
 * @param name as in the configuration
 * @param description one sentence
 * @param arguments all that it knows
 * @param factory makes it of arguments that were given
 */
record CatalogEntry(
    String name,
    String description,
    List<Argument<?>> arguments,
    Function<Arguments, Transform> factory) {
  Transform create(Map<String, ?> values) {
    try {
      values.keySet().forEach(this::checkKnown);
      return factory.apply(new Arguments(values));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  private void checkKnown(String argument) {
    List<String> known = arguments.stream().map(Argument::name).toList();

    if (!known.contains(argument)) {
      throw new IllegalArgumentException(TransformCatalog.unknown("argument", argument, known));
    }
  }

  TransformDescription describe() {
    List<ArgumentDescription> described = arguments.stream().map(Argument::describe).toList();
    return new TransformDescription(name, description, described);
  }
}
