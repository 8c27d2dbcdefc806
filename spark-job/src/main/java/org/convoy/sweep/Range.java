package org.convoy.sweep;

import static java.util.stream.Collectors.joining;

import com.typesafe.config.ConfigUtil;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** The values of a key that are tried. */
public sealed interface Range {
  /** A random one of them, as HOCON text. */
  String draw(SplittableRandom random);

  /** As in the file. */
  String render();

  /** These values, each as HOCON text. */
  record Choices(List<String> values) implements Range {
    public Choices {
      values = List.copyOf(values);
    }

    @Override
    public String draw(SplittableRandom random) {
      return values.get(random.nextInt(values.size()));
    }

    @Override
    public String render() {
      return values.stream().collect(joining(", ", "[", "]"));
    }
  }

  /** Numbers between two, each as likely as another. */
  record Uniform(double least, double most) implements Range {
    static final String NAME = "uniform";

    @Override
    public String draw(SplittableRandom random) {
      return rounded(least + (most - least) * random.nextDouble());
    }

    @Override
    public String render() {
      return "{" + NAME + " = [" + least + ", " + most + "]}";
    }
  }

  /** Numbers between two, whose logarithms are each as likely as another. */
  record LogUniform(double least, double most) implements Range {
    static final String NAME = "logUniform";

    @Override
    public String draw(SplittableRandom random) {
      return rounded(least * Math.pow(most / least, random.nextDouble()));
    }

    @Override
    public String render() {
      return "{" + NAME + " = [" + least + ", " + most + "]}";
    }
  }

  /** Whole numbers from one to another, both included. */
  record Whole(long least, long most) implements Range {
    static final String NAME = "integer";

    @Override
    public String draw(SplittableRandom random) {
      return Long.toString(random.nextLong(least, most + 1));
    }

    @Override
    public String render() {
      return "{" + NAME + " = [" + least + ", " + most + "]}";
    }
  }

  /** Four digits: as many as a person would write. */
  private static String rounded(double value) {
    return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toString();
  }

  /**
   * Reads a list of values, or a map from the name of a range to its two ends.
   *
   * @param problem told what is wrong with it
   */
  static Optional<Range> read(Object value, Consumer<String> problem) {
    if (value instanceof List<?> list) {
      if (list.isEmpty()) {
        problem.accept("a list of values that are tried must not be empty");
        return Optional.empty();
      }

      return Optional.of(new Choices(list.stream().map(Range::hocon).toList()));
    }

    return value instanceof Map<?, ?> map && map.size() == 1
        ? read((String) map.keySet().iterator().next(), map.values().iterator().next(), problem)
        : Optional.empty();
  }

  /** Whether this is the name of a range, and no part of a key. */
  static boolean isName(String name) {
    return List.of(Uniform.NAME, LogUniform.NAME, Whole.NAME).contains(name);
  }

  private static Optional<Range> read(String name, Object ends, Consumer<String> problem) {
    if (!isName(name)
        || !(ends instanceof List<?> list)
        || list.size() != 2
        || !(list.get(0) instanceof Number least)
        || !(list.get(1) instanceof Number most)
        || !(least.doubleValue() < most.doubleValue())) {
      return Optional.empty();
    }

    if (name.equals(LogUniform.NAME) && !(least.doubleValue() > 0)) {
      problem.accept("logUniform needs numbers above 0, got " + least);
      return Optional.empty();
    }

    if (name.equals(Whole.NAME) && !(isWhole(least) && isWhole(most))) {
      problem.accept("integer needs whole numbers, got %s and %s".formatted(least, most));
      return Optional.empty();
    }

    return Optional.of(
        switch (name) {
          case Uniform.NAME -> new Uniform(least.doubleValue(), most.doubleValue());
          case LogUniform.NAME -> new LogUniform(least.doubleValue(), most.doubleValue());
          default -> new Whole(least.longValue(), most.longValue());
        });
  }

  /** Of those that a double tells apart from their neighbours. */
  private static boolean isWhole(Number number) {
    double value = number.doubleValue();
    return value == Math.rint(value) && Math.abs(value) < 1L << 53;
  }

  private static String hocon(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Range::hocon).collect(joining(", ", "[", "]"));
    }

    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(
              entry ->
                  ConfigUtil.quoteString((String) entry.getKey()) + "=" + hocon(entry.getValue()))
          .sorted()
          .collect(joining(", ", "{", "}"));
    }

    return value instanceof String text ? ConfigUtil.quoteString(text) : String.valueOf(value);
  }
}
