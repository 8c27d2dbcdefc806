package org.convoy.config.binding;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The types of values: whole numbers, numbers, strings, switches, choices and lists. */
public final class ValueTypes {

  private ValueTypes() {}

  /** A number, or text that may be one: environment variables arrive as text. */
  private static Optional<BigDecimal> number(ConfigValue value) {
    return value.unwrapped() instanceof Number || value.valueType() == ConfigValueType.STRING
        ? Numbers.parse(value.unwrapped().toString())
        : Optional.empty();
  }

  private static String withRange(String name, Range range) {
    String bounds = range.describe();
    return bounds.isEmpty() ? name : name + ", " + bounds;
  }

  /** {@code int} when {@code largest} is Integer.MAX_VALUE, else {@code long}. */
  public record Whole(Range range, long largest) implements ValueType {

    @Override
    public Optional<Object> read(ConfigValue value, Consumer<String> problems) {
      Optional<BigDecimal> number = number(value);
      Optional<Long> whole = number.flatMap(Numbers::whole);
      if (number.isEmpty() || (whole.isEmpty() && number.get().stripTrailingZeros().scale() > 0)) {
        problems.accept("expected " + describe());
        return Optional.empty();
      }

      // A whole number that fits no long has the sign of infinity.
      double magnitude = number.get().doubleValue();
      if (whole.isEmpty() || whole.get() > largest || whole.get() < -largest - 1) {
        problems.accept(magnitude > 0 ? "must be at most " + largest : "must be " + lowest());
        return Optional.empty();
      }

      if (!range.contains(magnitude)) {
        problems.accept("must be " + range.describe());
        return Optional.empty();
      }

      return Optional.of(boxed(whole.get()));
    }

    private String lowest() {
      return Double.isFinite(range.min()) ? range.describe() : "at least " + (-largest - 1);
    }

    private Object boxed(long value) {
      if (largest == Integer.MAX_VALUE) {
        return Math.toIntExact(value);
      }

      return value;
    }

    @Override
    public String describe() {
      return withRange("an integer", range);
    }

    @Override
    public String render(Object value) {
      return value.toString();
    }

    @Override
    public Object placeholder() {
      return boxed(0);
    }
  }

  /** A finite {@code double}. */
  public record Real(Range range) implements ValueType {

    @Override
    public Optional<Object> read(ConfigValue value, Consumer<String> problems) {
      Optional<BigDecimal> number = number(value);
      if (number.isEmpty() || !Double.isFinite(number.get().doubleValue())) {
        problems.accept("expected " + describe());
        return Optional.empty();
      }

      double real = number.get().doubleValue();
      if (!range.contains(real)) {
        problems.accept("must be " + range.describe());
        return Optional.empty();
      }

      return Optional.of(real);
    }

    @Override
    public String describe() {
      return withRange("a number", range);
    }

    @Override
    public String render(Object value) {
      return Numbers.format((double) value);
    }

    @Override
    public Object placeholder() {
      return 0.0;
    }
  }

  /** Text that is not blank. */
  public record Text() implements ValueType {

    @Override
    public Optional<Object> read(ConfigValue value, Consumer<String> problems) {
      if (value.valueType() == ConfigValueType.OBJECT
          || value.valueType() == ConfigValueType.LIST) {
        problems.accept("expected " + describe());
        return Optional.empty();
      }

      String text = value.unwrapped().toString();
      if (text.isBlank()) {
        problems.accept("must not be empty");
        return Optional.empty();
      }

      return Optional.of(text);
    }

    @Override
    public String describe() {
      return "a string";
    }

    @Override
    public String render(Object value) {
      return ConfigUtil.quoteString((String) value);
    }

    @Override
    public Object placeholder() {
      return "";
    }

    @Override
    public boolean literal() {
      return true;
    }
  }

  /** true or false. */
  public record Switch() implements ValueType {

    @Override
    public Optional<Object> read(ConfigValue value, Consumer<String> problems) {
      return switch (value.unwrapped().toString()) {
        case "true" -> Optional.of(true);
        case "false" -> Optional.of(false);
        default -> {
          problems.accept("expected " + describe());
          yield Optional.empty();
        }
      };
    }

    @Override
    public String describe() {
      return "true or false";
    }

    @Override
    public String render(Object value) {
      return value.toString();
    }

    @Override
    public Object placeholder() {
      return false;
    }
  }

  /** One of several values by its name, in kebab case; read in snake and camel case as well. */
  public record OneOf(Map<String, Object> values) implements ValueType {
    /** The constants of an enum. */
    public static OneOf of(Class<?> type) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (Object constant : type.getEnumConstants()) {
        values.put(kebab((Enum<?>) constant), constant);
      }

      return new OneOf(values);
    }

    /** The names themselves. */
    public static OneOf of(Collection<String> names) {
      Map<String, Object> values = new LinkedHashMap<>();
      names.forEach(name -> values.put(name, name));
      return new OneOf(values);
    }

    @Override
    public Optional<Object> read(ConfigValue value, Consumer<String> problems) {
      for (Map.Entry<String, Object> one : values.entrySet()) {
        if (letters(one.getKey()).equals(letters(value.unwrapped().toString()))) {
          return Optional.of(one.getValue());
        }
      }

      problems.accept("expected " + describe());
      return Optional.empty();
    }

    @Override
    public String describe() {
      String names = String.join(", ", values.keySet());
      return values.size() == 1 ? names : "one of " + names;
    }

    @Override
    public String render(Object value) {
      return value instanceof Enum<?> constant ? kebab(constant) : (String) value;
    }

    @Override
    public Object placeholder() {
      return values.values().iterator().next();
    }

    @Override
    public boolean literal() {
      return true;
    }

    /** Without the marks that tell multi-step, multi_step and multiStep apart. */
    private static String letters(String name) {
      return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static String kebab(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** A list whose elements all have one type; its problems name the element, counted from 1. */
  public record ListOf(ValueType element) implements ValueType {

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

      return elements.size() == values.size()
          ? Optional.of(List.copyOf(elements))
          : Optional.empty();
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
}
