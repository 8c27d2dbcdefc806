package org.convoy.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.convoy.common.NearestName;
import org.convoy.config.binding.ProblemCollector;
import org.convoy.config.binding.Range;
import org.convoy.config.binding.SectionEntry;
import org.convoy.config.binding.ValueType;
import org.convoy.config.binding.ValueTypes;

/**
 * Parameters with settings of their own, one of PyTorch's parameter groups.
 *
 * @param match names of parameters, or patterns of them
 * @param learningRateScale factor of the schedule's learning rate
 * @param settings keys of the section {@code optimizer} with the group's values
 */
public record OptimizerGroup(
    List<String> match, double learningRateScale, Map<String, Object> settings) {
  static final String WEIGHT_DECAY = "weightDecay";

  public OptimizerGroup {
    match = List.copyOf(match);
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  Optional<Double> weightDecay() {
    return Optional.ofNullable((Double) settings.get(WEIGHT_DECAY));
  }

  /** Its keys are {@code match}, {@code learningRateScale} and settings. */
  record Type() implements ValueType {
    private static final String MATCH = "match";
    private static final String SCALE = "learningRateScale";
    private static final ValueType MATCH_TYPE = new ValueTypes.ListOf(new ValueTypes.Text());
    private static final ValueType SCALE_TYPE = new ValueTypes.Real(Range.atLeast(0));

    @Override
    public Optional<Object> read(ConfigValue value, Consumer<String> problems) {
      if (!(value instanceof ConfigObject object) || !object.containsKey(MATCH)) {
        problems.accept("expected " + describe());
        return Optional.empty();
      }

      Map<String, ValueType> types = types();
      Map<String, Object> values = new TreeMap<>();
      for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(object).entrySet()) {
        String name = entry.getKey();
        ConfigValue setting = entry.getValue();
        if (types.containsKey(name)) {
          String which = name + " = " + ProblemCollector.shown(setting) + ": ";
          types
              .get(name)
              .read(setting, problem -> problems.accept(which + problem))
              .ifPresent(read -> values.put(name, read));
        } else {
          problems.accept(ProblemCollector.shown(name) + ": unknown key; " + hint(name, types));
        }
      }

      return values.size() == object.size() ? Optional.of(group(values)) : Optional.empty();
    }

    private static OptimizerGroup group(Map<String, Object> values) {
      Map<String, Object> settings = new TreeMap<>(values);
      settings.keySet().removeAll(List.of(MATCH, SCALE));
      List<String> match = ((List<?>) values.get(MATCH)).stream().map(String.class::cast).toList();
      return new OptimizerGroup(match, (double) values.getOrDefault(SCALE, 1.0), settings);
    }

    /** What groups can have of their own; of the initial value PyTorch has one for all groups. */
    private static Map<String, ValueType> types() {
      SectionEntry optimizer = (SectionEntry) ConvoyConfig.SCHEMA.find("optimizer").orElseThrow();
      Map<String, ValueType> types = new TreeMap<>(Map.of(MATCH, MATCH_TYPE, SCALE, SCALE_TYPE));
      optimizer
          .keys()
          .filter(key -> !key.choice().isEmpty() || key.name().equals(WEIGHT_DECAY))
          .filter(key -> !key.name().equals("initialAccumulatorValue"))
          .forEach(key -> types.put(key.name(), key.type()));
      return types;
    }

    private static String hint(String name, Map<String, ValueType> types) {
      List<String> known = new ArrayList<>(types.keySet());
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
      Map<String, ValueType> types = types();
      StringJoiner text = new StringJoiner(", ", "{", "}");
      text.add(MATCH + " = " + MATCH_TYPE.render(group.match()));
      text.add(SCALE + " = " + SCALE_TYPE.render(group.learningRateScale()));
      group
          .settings()
          .forEach((name, setting) -> text.add(name + " = " + types.get(name).render(setting)));
      return text.toString();
    }

    @Override
    public Object placeholder() {
      return new OptimizerGroup(List.of(), 1, Map.of());
    }
  }
}
