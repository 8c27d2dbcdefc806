package org.convoy.golden.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The arguments of a case by PyTorch's names. An argument that is null or absent has its default
 * value. It remembers which were read, so that a failure can tell which were not.
 */
public final class GoldenArguments {
  private final JsonNode arguments;
  private final Set<String> read = new HashSet<>();

  GoldenArguments(JsonNode arguments) {
    this.arguments = arguments;
  }

  /** These and others, which win. */
  public GoldenArguments with(JsonNode others) {
    ObjectNode all = arguments.deepCopy();
    others.properties().forEach(entry -> all.set(entry.getKey(), entry.getValue()));
    return new GoldenArguments(all);
  }

  /** The elements of a list of objects; none where it is absent. */
  public List<JsonNode> objects(String name) {
    List<JsonNode> elements = new ArrayList<>();
    if (has(name)) {
      required(name, JsonNode::isArray, "a list").forEach(elements::add);
    }

    return elements;
  }

  /** True if it is given and not None. */
  public boolean has(String name) {
    read.add(name);
    return arguments.hasNonNull(name);
  }

  /** True if it is given as PyTorch's None. */
  public boolean isNone(String name) {
    read.add(name);
    return arguments.path(name).isNull();
  }

  /** The first of these names that is given, else the first of all. */
  public String named(String... names) {
    for (String name : names) {
      if (has(name)) {
        return name;
      }
    }

    return names[0];
  }

  public double number(String name) {
    return required(name, JsonNode::isNumber, "a number").doubleValue();
  }

  public double number(String name, double defaultValue) {
    return has(name) ? number(name) : defaultValue;
  }

  public long whole(String name) {
    return whole(name, required(name, JsonNode::isNumber, "a whole number"));
  }

  public long whole(String name, long defaultValue) {
    return has(name) ? whole(name) : defaultValue;
  }

  public int integer(String name) {
    return Math.toIntExact(whole(name));
  }

  public int integer(String name, int defaultValue) {
    return has(name) ? integer(name) : defaultValue;
  }

  public String text(String name, String defaultValue) {
    return has(name) ? required(name, JsonNode::isTextual, "a word").textValue() : defaultValue;
  }

  /** True if it is given as this word. */
  public boolean is(String name, String word) {
    return has(name) && word.equals(arguments.path(name).textValue());
  }

  /** True if it is given as a list. */
  public boolean isList(String name) {
    return has(name) && arguments.path(name).isArray();
  }

  /** A switch; 0 and 1 are taken too. */
  public boolean flag(String name, boolean defaultValue) {
    return has(name)
        ? required(name, node -> node.isBoolean() || node.isInt(), "true or false").asBoolean()
        : defaultValue;
  }

  /** One number, or a list of numbers. */
  public List<Double> numbers(String name) {
    List<Double> values = new ArrayList<>();
    for (JsonNode node : elements(name)) {
      values.add(node.doubleValue());
    }

    return values;
  }

  public List<Double> numbers(String name, List<Double> defaultValue) {
    return has(name) ? numbers(name) : defaultValue;
  }

  /** One whole number, or a list of them. */
  public List<Long> wholes(String name) {
    List<Long> values = new ArrayList<>();
    for (JsonNode node : elements(name)) {
      values.add(whole(name, node));
    }

    return values;
  }

  /** As {@link #wholes}. */
  public List<Integer> integers(String name) {
    return wholes(name).stream().map(Math::toIntExact).toList();
  }

  /** An argument that is one number for all axes or one for each; 0 where it is None. */
  public int[] axes(String name, int... defaultValues) {
    int[] values = defaultValues.clone();
    if (!has(name)) {
      return values;
    }

    List<JsonNode> elements = new ArrayList<>();
    JsonNode node = arguments.path(name);
    (node.isArray() ? node : List.of(node)).forEach(elements::add);
    if (elements.size() != 1 && elements.size() != values.length) {
      throw unexpected(name, "one number or " + values.length);
    }

    for (int axis = 0; axis < values.length; axis++) {
      JsonNode element = elements.get(axis % elements.size());
      values[axis] = element.isNull() ? 0 : Math.toIntExact(whole(name, element));
    }

    return values;
  }

  /**
   * The constant that a word names.
   *
   * @param name of the argument, for messages
   */
  public static <E extends Enum<E>> E choice(Class<E> type, String name, String word) {
    try {
      return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      String known = List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT);
      throw new IllegalArgumentException(
          "argument \"%s\" must be one of %s, it is %s".formatted(name, known, word), e);
    }
  }

  /** The arguments as JSON. */
  public JsonNode json() {
    return arguments;
  }

  /** Names of the arguments that no one has asked for. */
  public List<String> unread() {
    List<String> names = new ArrayList<>();
    arguments.fieldNames().forEachRemaining(names::add);
    names.removeAll(read);
    return names;
  }

  private List<JsonNode> elements(String name) {
    JsonNode given = required(name, node -> node.isNumber() || node.isArray(), "numbers");
    List<JsonNode> elements = new ArrayList<>();
    (given.isArray() ? given : List.of(given)).forEach(elements::add);
    if (!elements.stream().allMatch(JsonNode::isNumber)) {
      throw unexpected(name, "numbers");
    }

    return elements;
  }

  private long whole(String name, JsonNode node) {
    if (!node.isNumber() || node.doubleValue() != node.longValue()) {
      throw unexpected(name, "a whole number");
    }

    return node.longValue();
  }

  private JsonNode required(String name, Predicate<JsonNode> type, String expected) {
    read.add(name);
    JsonNode node = arguments.path(name);
    if (!type.test(node)) {
      throw unexpected(name, expected);
    }

    return node;
  }

  private IllegalArgumentException unexpected(String name, String expected) {
    JsonNode node = arguments.path(name);
    String given = node.isMissingNode() ? "not given" : node.toString();
    return new IllegalArgumentException(
        "argument \"" + name + "\" must be " + expected + ", it is " + given);
  }
}
