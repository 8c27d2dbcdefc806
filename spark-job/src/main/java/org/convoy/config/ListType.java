package org.convoy.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A list whose elements all have one type; its problems name the element, counted from 1. */
record ListType(ValueType element) implements ValueType {

  @Override
  public Optional<Object> read(ConfigValue value, Consumer<String> problems) {
    if (!(value instanceof ConfigList values)) {
      problems.accept("expected " + describe());
      return Optional.empty();
    }

    List<Object> elements = new ArrayList<>();
    for (int index = 0; index < values.size(); index += 1) {
      ConfigValue one = values.get(index);
      String which = "element " + (index + 1) + ", " + ProblemCollector.shown(one) + ", ";
      element.read(one, problem -> problems.accept(which + problem)).ifPresent(elements::add);
    }

    return elements.size() == values.size() ? Optional.of(List.copyOf(elements)) : Optional.empty();
  }

  @Override
  public String describe() {
    return "a list, each element " + element.describe();
  }

  @Override
  public String render(Object value) {
    return ((List<?>) value)
        .stream().map(element::render).collect(Collectors.joining(", ", "[", "]"));
  }

  @Override
  public Object placeholder() {
    return List.of();
  }
}
