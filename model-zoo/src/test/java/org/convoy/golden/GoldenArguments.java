package org.convoy.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The arguments of a case, by PyTorch's names and with its defaults. It remembers which were read,
 * so that a test can tell when it ignores one; null counts as absent.
 */
public final class GoldenArguments {
  private final GoldenCase golden;
  private final Set<String> read = new HashSet<>();

  public GoldenArguments(GoldenCase golden) {
    this.golden = golden;
  }

  public boolean has(String name) {
    read.add(name);
    return golden.args().hasNonNull(name);
  }

  public double number(String name) {
    return required(name, JsonNode::isNumber).doubleValue();
  }

  public double number(String name, double defaultValue) {
    return has(name) ? number(name) : defaultValue;
  }

  public long whole(String name) {
    return required(name, node -> node.isNumber() && node.doubleValue() == node.longValue())
        .longValue();
  }

  public long whole(String name, long defaultValue) {
    return has(name) ? whole(name) : defaultValue;
  }

  public String text(String name, String defaultValue) {
    return has(name) ? required(name, JsonNode::isTextual).textValue() : defaultValue;
  }

  /** A switch, off unless it is given. */
  public boolean flag(String name) {
    return has(name) && required(name, JsonNode::isBoolean).booleanValue();
  }

  public List<Double> numbers(String name, List<Double> defaultValue) {
    if (!has(name)) {
      return defaultValue;
    }

    List<Double> values = new ArrayList<>();
    required(name, JsonNode::isArray).forEach(node -> values.add(node.doubleValue()));
    return values;
  }

  public List<Long> wholes(String name) {
    List<Long> values = new ArrayList<>();
    required(name, JsonNode::isArray).forEach(node -> values.add(node.longValue()));
    return values;
  }

  /** Marks arguments that do not bear on what the test compares. */
  public void ignore(String... names) {
    read.addAll(List.of(names));
  }

  /** Names of the arguments that no one has asked for. */
  public List<String> unread() {
    List<String> names = new ArrayList<>();
    golden.args().fieldNames().forEachRemaining(names::add);
    names.removeAll(read);
    return names;
  }

  private JsonNode required(String name, Function<JsonNode, Boolean> type) {
    read.add(name);
    JsonNode node = golden.args().path(name);
    if (!type.apply(node)) {
      throw new IllegalArgumentException(
          "case "
              + golden.name()
              + " has an argument that is missing or unexpected: "
              + name
              + " = "
              + node);
    }

    return node;
  }
}
