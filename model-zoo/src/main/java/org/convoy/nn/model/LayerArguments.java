package org.convoy.nn.model;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleConsumer;
import java.util.function.IntConsumer;
import org.convoy.common.NearestName;

/**
 * The arguments of one layer by name. Every method throws IllegalArgumentException, naming the
 * argument and its value, if it is missing or of another type.
 */
final class LayerArguments {
  private static final int LONGEST_SHOWN = 60;

  /** Every double has fewer digits. */
  private static final int LONGEST_NUMBER = 1100;

  private final Map<String, ?> values;
  private final Set<String> known = new TreeSet<>();

  LayerArguments(Map<String, ?> values) {
    this.values = values;
  }

  /** Takes a height and a width. */
  interface PairConsumer {
    void accept(int height, int width);
  }

  int integer(String name) {
    return toInteger(name, required(name));
  }

  int integer(String name, int defaultValue) {
    return optional(name).map(value -> toInteger(name, value)).orElse(defaultValue);
  }

  /** Passes the integer on if it is given. */
  void integer(String name, IntConsumer setting) {
    optional(name).ifPresent(value -> setting.accept(toInteger(name, value)));
  }

  /** One integer for both, or [height, width]. */
  int[] pair(String name) {
    return toPair(name, required(name));
  }

  /** Passes the pair on if it is given. */
  void pair(String name, PairConsumer setting) {
    optional(name)
        .map(value -> toPair(name, value))
        .ifPresent(pair -> setting.accept(pair[0], pair[1]));
  }

  /** Whether the argument is given and this word. */
  boolean is(String name, String word) {
    return optional(name).filter(word::equals).isPresent();
  }

  double number(String name) {
    return toNumber(name, required(name));
  }

  double number(String name, double defaultValue) {
    return optional(name).map(value -> toNumber(name, value)).orElse(defaultValue);
  }

  /** Passes the number on if it is given. */
  void number(String name, DoubleConsumer setting) {
    optional(name).ifPresent(value -> setting.accept(toNumber(name, value)));
  }

  boolean flag(String name, boolean defaultValue) {
    return optional(name).map(value -> toFlag(name, value)).orElse(defaultValue);
  }

  /** Does this if the flag is given and true. */
  void ifTrue(String name, Runnable setting) {
    if (flag(name, false)) {
      setting.run();
    }
  }

  /** Does this if the flag, true by default, is given and false. */
  void ifFalse(String name, Runnable setting) {
    if (!flag(name, true)) {
      setting.run();
    }
  }

  /** One of these words. */
  Optional<String> choice(String name, Set<String> words) {
    Optional<Object> given = optional(name);
    if (given.isPresent() && !words.contains(given.get().toString())) {
      throw wrong(name, "one of " + list(words), given.get());
    }

    return given.map(Object::toString);
  }

  /** Fails if an argument was given that no method asked for. */
  void rejectUnknown() {
    for (String name : new TreeSet<>(values.keySet())) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("unknown argument \"" + name + "\"; " + hint(name));
      }
    }
  }

  private String hint(String name) {
    if (name.equals("name")) {
      return "a name stands beside the layer: {name = conv1, conv2d {…}}";
    }

    List<String> names = List.copyOf(known);
    return NearestName.of(name, names)
        .map(nearest -> "did you mean \"" + nearest + "\"?")
        .orElse(names.isEmpty() ? "it takes none" : "it takes " + String.join(", ", names));
  }

  private Optional<Object> optional(String name) {
    known.add(name);
    return Optional.ofNullable(values.get(name));
  }

  private Object required(String name) {
    return optional(name).orElseThrow(() -> missing(name));
  }

  private IllegalArgumentException missing(String name) {
    String hint =
        NearestName.of(name, List.copyOf(values.keySet()))
            .map(nearest -> "; did you mean it by \"" + nearest + "\"?")
            .orElse("");
    return new IllegalArgumentException("needs the argument \"" + name + "\"" + hint);
  }

  /** In the order of their names. */
  private static String list(Set<String> words) {
    return String.join(", ", new TreeSet<>(words));
  }

  private static int toInteger(String name, Object value) {
    return parse(value)
        .filter(number -> number.stripTrailingZeros().scale() <= 0)
        .filter(number -> number.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0)
        .orElseThrow(() -> wrong(name, "an integer", value))
        .intValueExact();
  }

  private static int[] toPair(String name, Object value) {
    List<?> both = value instanceof List<?> list ? list : List.of(value, value);
    if (both.size() != 2) {
      throw wrong(name, "an integer or [height, width]", value);
    }

    int[] pair = new int[2];
    Arrays.setAll(pair, i -> toInteger(name, both.get(i)));
    return pair;
  }

  private static double toNumber(String name, Object value) {
    return parse(value).orElseThrow(() -> wrong(name, "a number", value)).doubleValue();
  }

  private static boolean toFlag(String name, Object value) {
    return switch (value.toString()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(name, "true or false", value);
    };
  }

  /** Numbers, and texts that are numbers: environment variables arrive as text. */
  private static Optional<BigDecimal> parse(Object value) {
    if (!(value instanceof Number || value instanceof String)) {
      return Optional.empty();
    }

    try {
      return Optional.of(value.toString())
          .filter(text -> text.length() <= LONGEST_NUMBER)
          .map(BigDecimal::new);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static IllegalArgumentException wrong(String name, String expected, Object value) {
    String whole = value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    String shown = whole.length() > LONGEST_SHOWN ? whole.substring(0, LONGEST_SHOWN) + "…" : whole;
    return new IllegalArgumentException(name + " must be " + expected + ", got " + shown);
  }
}
