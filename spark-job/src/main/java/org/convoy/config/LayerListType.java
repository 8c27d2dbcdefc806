package org.convoy.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import java.util.Optional;
import java.util.function.Consumer;
import org.convoy.nn.model.LayerList;

/** A network as a list of its layers. */
record LayerListType() implements ValueType {
  @Override
  public Optional<Object> read(ConfigValue value, Consumer<String> problems) {
    if (!(value instanceof ConfigList list)) {
      problems.accept("expected " + describe());
      return Optional.empty();
    }

    try {
      return Optional.of(LayerList.of(list.unwrapped()));
    } catch (IllegalArgumentException e) {
      problems.accept(e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public String describe() {
    return "a list of layers, as docs/models.md says";
  }

  @Override
  public String render(Object value) {
    return ((LayerList) value).toJson();
  }

  @Override
  public Object placeholder() {
    return LayerList.EMPTY;
  }
}
