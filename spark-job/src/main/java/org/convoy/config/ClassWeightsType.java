package org.convoy.config;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A weight for each class, or the word that has them counted. */
record ClassWeightsType(ListType list) implements ValueType {
  private static final String BALANCED = "balanced";

  @Override
  public Optional<Object> read(ConfigValue value, Consumer<String> problems) {
    if (BALANCED.equals(value.unwrapped())) {
      return Optional.of(ClassWeights.BALANCED);
    }

    if (value.valueType() != ConfigValueType.LIST || ((List<?>) value).isEmpty()) {
      problems.accept("expected " + describe());
      return Optional.empty();
    }

    return list.read(value, problems).map(ClassWeightsType::weights);
  }

  @SuppressWarnings("unchecked") // of numbers, as the list's type is
  private static ClassWeights weights(Object values) {
    return new ClassWeights((List<Double>) values);
  }

  @Override
  public String describe() {
    return BALANCED + ", or " + list.describe();
  }

  @Override
  public String render(Object value) {
    ClassWeights weights = (ClassWeights) value;
    return weights.isBalanced() ? BALANCED : list.render(weights.values());
  }

  @Override
  public Object placeholder() {
    return ClassWeights.BALANCED;
  }
}
