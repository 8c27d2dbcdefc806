package org.convoy.common.argument;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The types of values: whole numbers, numbers, texts, switches, choices and lists. */
public final class ArgumentTypes {
  /** Any finite number. */
  public static final ArgumentType<Double> NUMBER = number(Bounds.ALL);

  public static final ArgumentType<Boolean> FLAG =
      ArgumentType.of(
          "true or false",
          value ->
              switch (String.valueOf(value)) {
                case "true" -> Optional.of(true);
                case "false" -> Optional.of(false);
                default -> Optional.empty();
              });

  /** Text that is not blank. */
  public static final ArgumentType<String> TEXT =
      new ArgumentType<>("a string", ArgumentTypes::text, text -> text, true);

  private ArgumentTypes() {}

  private static Optional<String> text(Object value, Consumer<String> problem) {
    if (value == null || value instanceof List<?> || value instanceof Map<?, ?>) {
      return Optional.empty();
    }

    String text = value.toString();
    if (text.isBlank()) {
      problem.accept("must not be empty");
    }

    return Optional.of(text).filter(one -> !one.isBlank());
  }

  public static ArgumentType<Integer> integer(Bounds range) {
    return whole(range, Integer.MAX_VALUE).map(Math::toIntExact);
  }

  public static ArgumentType<Long> longInteger(Bounds range) {
    return whole(range, Long.MAX_VALUE);
  }

  private static ArgumentType<Long> whole(Bounds range, long largest) {
    return new ArgumentType<>(
        range.of("an integer"),
        (value, problem) ->
            parse(value)
                .filter(number -> number.stripTrailingZeros().scale() <= 0)
                .flatMap(number -> whole(number, range, largest, problem)),
        String::valueOf,
        false);
  }

  private static Optional<Long> whole(
      BigDecimal number, Bounds range, long largest, Consumer<String> problem) {
    Optional<Long> whole =
        Numbers.whole(number).filter(value -> value <= largest && value >= -largest - 1);
    if (whole.isEmpty()) {
      String lowest =
          Double.isFinite(range.min()) ? range.describe() : "at least " + (-largest - 1);
      problem.accept("must be " + (number.signum() > 0 ? "at most " + largest : lowest));
    }

    return whole.filter(value -> contains(range, value, problem));
  }

  /** A finite number. */
  public static ArgumentType<Double> number(Bounds range) {
    return new ArgumentType<>(
        range.of("a number"),
        (value, problem) ->
            parse(value)
                .map(BigDecimal::doubleValue)
                .filter(Double::isFinite)
                .filter(number -> contains(range, number, problem)),
        Numbers::format,
        false);
  }

  private static boolean contains(Bounds range, double value, Consumer<String> problem) {
    if (!range.contains(value)) {
      problem.accept("must be " + range.describe());
    }

    return range.contains(value);
  }

  /** A number, or text that is one: environment variables arrive as text. */
  private static Optional<BigDecimal> parse(Object value) {
    return value instanceof Number || value instanceof String
        ? Numbers.parse(value.toString())
        : Optional.empty();
  }

  /** The constants of an enum, all or some, by their names in kebab case. */
  public static <E extends Enum<E>> ArgumentType<E> oneOf(List<E> constants) {
    Map<String, E> values = new LinkedHashMap<>();
    constants.forEach(
        constant ->
            values.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant));
    return oneOf(values);
  }

  /**
   * One of several values by its name, however its words are joined: multi-step, multi_step or
   * multiStep.
   */
  public static <T> ArgumentType<T> oneOf(Map<String, T> values) {
    Map<T, String> names = new LinkedHashMap<>();
    Map<String, T> found = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          names.put(value, name);
          found.put(letters(name), value);
        });
    return new ArgumentType<>(
        (values.size() == 1 ? "" : "one of ") + String.join(", ", values.keySet()),
        (value, problem) -> Optional.ofNullable(found.get(letters(String.valueOf(value)))),
        names::get,
        true);
  }

  private static String letters(String name) {
    return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
  }

  /** Lists of any length; a problem names the element, counted from 1. */
  public static <T> ArgumentType<List<T>> list(ArgumentType<T> element) {
    return new ArgumentType<>(
        "a list, each element " + element.allowed(),
        (value, problem) ->
            value instanceof List<?> list ? elements(element, list, problem) : Optional.empty(),
        list -> list.stream().map(element.writer()).collect(Collectors.joining(", ", "[", "]")),
        false);
  }

  private static <T> Optional<List<T>> elements(
      ArgumentType<T> element, List<?> values, Consumer<String> problem) {
    List<T> elements = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      String which = "element %d, %s, ".formatted(i + 1, ArgumentType.shown(values.get(i)));
      element
          .read(values.get(i), "expected", wrong -> problem.accept(which + wrong))
          .ifPresent(elements::add);
    }

    return elements.size() == values.size() ? Optional.of(List.copyOf(elements)) : Optional.empty();
  }

  /**
   * Lists of one of these lengths.
   *
   * @param allowed in words, of the elements as well
   */
  public static <T> ArgumentType<List<T>> list(
      ArgumentType<T> element, String allowed, Integer... lengths) {
    List<Integer> allowedLengths = Arrays.asList(lengths);
    return ArgumentType.of(
        allowed,
        value ->
            value instanceof List<?> list && allowedLengths.contains(list.size())
                ? elements(element, list, ignored -> {})
                : Optional.empty());
  }
}
