package org.convoy.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.convoy.common.NearestName;

/** A parameter group: its keys are {@code match}, {@code learningRateScale} and settings. */
record OptimizerGroupType() implements ValueType {
  private static final String MATCH = "match";
  private static final String SCALE = "learningRateScale";
  private static final ValueType MATCH_TYPE = new ListType(new ScalarTypes.Text());
  private static final ValueType SCALE_TYPE =
      new ScalarTypes.Real(
          new Range(
              0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));

  @Override
  public Optional<Object> read(ConfigValue value, Consumer<String> problems) {
    if (!(value instanceof ConfigObject object) || !object.containsKey(MATCH)) {
      problems.accept("expected " + describe());
      return Optional.empty();
    }

    Map<String, Object> values = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(object).entrySet()) {
      String name = entry.getKey();
      ConfigValue setting = entry.getValue();
      typeOf(name, problems)
          .flatMap(type -> type.read(setting, told(name, setting, problems)))
          .ifPresent(read -> values.put(name, read));
    }

    return values.size() == object.size() ? Optional.of(group(values)) : Optional.empty();
  }

  private static Consumer<String> told(
      String name, ConfigValue setting, Consumer<String> problems) {
    return problem ->
        problems.accept(name + " = " + ProblemCollector.shown(setting) + ": " + problem);
  }

  private static OptimizerGroup group(Map<String, Object> values) {
    Map<String, Object> settings = new TreeMap<>(values);
    settings.remove(SCALE);
    List<String> match =
        ((List<?>) settings.remove(MATCH)).stream().map(String.class::cast).toList();
    return new OptimizerGroup(match, (double) values.getOrDefault(SCALE, 1.0), settings);
  }

  private static Optional<ValueType> typeOf(String name, Consumer<String> problems) {
    Optional<ValueType> type =
        switch (name) {
          case MATCH -> Optional.of(MATCH_TYPE);
          case SCALE -> Optional.of(SCALE_TYPE);
          default -> Optional.ofNullable(OptimizerConfig.groupSettings().get(name));
        };
    if (type.isEmpty()) {
      problems.accept(ProblemCollector.shown(name) + ": unknown key; " + hint(name));
    }

    return type;
  }

  private static String hint(String name) {
    List<String> known = new ArrayList<>(List.of(MATCH, SCALE));
    known.addAll(OptimizerConfig.groupSettings().keySet());
    return List.of("learningRate", "lr").contains(name)
        ? "a group has " + SCALE + ", a factor of the schedule's learning rate"
        : NearestName.of(name, known)
            .map(nearest -> "did you mean " + nearest + "?")
            .orElse("known here: " + String.join(", ", known));
  }

  @Override
  public String describe() {
    return "{match = [pattern, …], learningRateScale = number, setting = value, …}";
  }

  @Override
  public String render(Object value) {
    OptimizerGroup group = (OptimizerGroup) value;
    StringJoiner text = new StringJoiner(", ", "{", "}");
    text.add(MATCH + " = " + MATCH_TYPE.render(group.match()));
    text.add(SCALE + " = " + SCALE_TYPE.render(group.learningRateScale()));
    group
        .settings()
        .forEach(
            (name, setting) ->
                text.add(name + " = " + OptimizerConfig.groupSettings().get(name).render(setting)));
    return text.toString();
  }

  @Override
  public Object placeholder() {
    return new OptimizerGroup(List.of(), 1, Map.of());
  }
}
