package org.convoy.config;

import static java.util.stream.Collectors.joining;

import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.convoy.common.NearestName;
import org.convoy.common.argument.ArgumentType;
import org.convoy.common.argument.ArgumentTypes;
import org.convoy.common.argument.Bounds;
import org.convoy.config.binding.ProblemCollector;
import org.convoy.config.binding.SectionEntry;

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

  /** Its keys are {@code match}, {@code learningRateScale} and settings. */
  static final ArgumentType<OptimizerGroup> TYPE =
      new ArgumentType<>(
          "{match = [pattern, …], learningRateScale = number, setting = value, …}",
          OptimizerGroup::read,
          OptimizerGroup::render,
          false);

  private static final String MATCH = "match";
  private static final String SCALE = "learningRateScale";
  private static final ArgumentType<List<String>> MATCHES =
      ArgumentTypes.list(ArgumentTypes.TEXT.map(text -> text, ConfigUtil::quoteString));
  private static final ArgumentType<Double> SCALES = ArgumentTypes.number(Bounds.atLeast(0));

  public OptimizerGroup {
    match = List.copyOf(match);
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  Optional<Double> weightDecay() {
    return Optional.ofNullable((Double) settings.get(WEIGHT_DECAY));
  }

  private static Optional<OptimizerGroup> read(Object value, Consumer<String> problem) {
    if (!(value instanceof Map<?, ?> group) || !group.containsKey(MATCH)) {
      return Optional.empty();
    }

    Map<String, ArgumentType<Object>> types = types();
    Map<String, Object> values = new TreeMap<>();
    for (Map.Entry<?, ?> entry : new TreeMap<>(group).entrySet()) {
      String name = (String) entry.getKey();
      Object setting = entry.getValue();
      if (types.containsKey(name)) {
        String which = name + " = " + ArgumentType.shown(setting) + ": ";
        types
            .get(name)
            .read(setting, "expected", wrong -> problem.accept(which + wrong))
            .ifPresent(read -> values.put(name, read));
      } else {
        problem.accept(ProblemCollector.shown(name) + ": unknown key; " + hint(name, types));
      }
    }

    return values.size() == group.size() ? Optional.of(of(values)) : Optional.empty();
  }

  private static OptimizerGroup of(Map<String, Object> values) {
    Map<String, Object> settings = new TreeMap<>(values);
    settings.keySet().removeAll(List.of(MATCH, SCALE));
    List<String> match = ((List<?>) values.get(MATCH)).stream().map(String.class::cast).toList();
    return new OptimizerGroup(match, (double) values.getOrDefault(SCALE, 1.0), settings);
  }

  /** What groups can have of their own; of the initial value PyTorch has one for all groups. */
  private static Map<String, ArgumentType<Object>> types() {
    SectionEntry optimizer = (SectionEntry) ConvoyConfig.SCHEMA.find("optimizer").orElseThrow();
    Map<String, ArgumentType<Object>> types =
        new TreeMap<>(Map.of(MATCH, MATCHES.untyped(), SCALE, SCALES.untyped()));
    optimizer
        .keys()
        .filter(key -> !key.choice().isEmpty() || key.name().equals(WEIGHT_DECAY))
        .filter(key -> !key.name().equals("initialAccumulatorValue"))
        .forEach(key -> types.put(key.name(), key.type()));
    return types;
  }

  private static String hint(String name, Map<String, ?> types) {
    List<String> known = new ArrayList<>(types.keySet());
    return List.of("learningRate", "lr").contains(name)
        ? "a group has " + SCALE + ", a factor of the schedule's learning rate"
        : NearestName.of(name, known)
            .map(nearest -> "did you mean " + nearest + "?")
            .orElse("known here: " + String.join(", ", known));
  }

  private String render() {
    Map<String, ArgumentType<Object>> types = types();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(MATCH, match);
    values.put(SCALE, learningRateScale);
    values.putAll(settings);
    return values.entrySet().stream()
        .map(one -> one.getKey() + " = " + types.get(one.getKey()).writer().apply(one.getValue()))
        .collect(joining(", ", "{", "}"));
  }
}
