package org.convoy.config;

import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.Optional;
import java.util.function.Consumer;
import org.convoy.data.prepare.MaxBad;

/** How many images may be bad, or what percentage of them. */
record MaxBadType() implements ValueType {
  @Override
  public Optional<Object> read(ConfigValue value, Consumer<String> problems) {
    try {
      return Optional.of(MaxBad.parse(String.valueOf(value.unwrapped())));
    } catch (IllegalArgumentException e) {
      problems.accept("expected " + describe());
      return Optional.empty();
    }
  }

  @Override
  public String describe() {
    return "a number of images such as 20, or a percentage such as 0.5%";
  }

  @Override
  public String render(Object value) {
    return ConfigUtil.quoteString(value.toString());
  }

  @Override
  public Object placeholder() {
    return MaxBad.NONE;
  }

  @Override
  public boolean literal() {
    return true;
  }
}
