package org.convoy.weights.dl4j;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.convoy.nn.op.Size2d;

/**
 * An object of DL4J's JSON. Classes that it names are compared with known names, never loaded; each
 * problem is an IllegalArgumentException that names the place.
 */
final class ConfigurationNode {
  private static final String CLASS = "@class";

  /** Of sizes and counts; products of three of them fit into a long. */
  private static final int LARGEST = 1 << 20;

  private final String place;
  private final JsonNode node;

  /**
   * @param place what messages call the object
   */
  ConfigurationNode(String place, JsonNode node) {
    this.place = requireNonNull(place, "place is null");
    this.node = requireNonNull(node, "node is null");
    if (!node.isObject()) {
      throw problem("is no JSON object");
    }
  }

  IllegalArgumentException problem(String problem) {
    return new IllegalArgumentException(place + ": " + problem);
  }

  /** The same object under another name in messages. */
  ConfigurationNode at(String otherPlace) {
    return new ConfigurationNode(otherPlace, node);
  }

  /** The named class, in full. */
  String className() {
    return text(CLASS);
  }

  /** A class's name without its package. */
  static String simpleName(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  Set<String> fields() {
    Set<String> fields = new TreeSet<>();
    node.fieldNames().forEachRemaining(fields::add);
    return fields;
  }

  /** Refuses an object that has other fields than these, whatever they would mean. */
  void requireOnly(Set<String> some, Set<String> more) {
    for (String field : fields()) {
      if (!field.equals(CLASS) && !some.contains(field) && !more.contains(field)) {
        throw problem("the field \"%s\" is not known".formatted(field));
      }
    }
  }

  boolean has(String field) {
    return node.hasNonNull(field);
  }

  /** An object, if it is there and not null. */
  Optional<ConfigurationNode> child(String field) {
    return has(field)
        ? Optional.of(new ConfigurationNode(place + ", " + field, node.get(field)))
        : Optional.empty();
  }

  ConfigurationNode require(String field) {
    return child(field).orElseThrow(() -> problem("has no \"%s\"".formatted(field)));
  }

  /** The objects of a list. */
  List<ConfigurationNode> children(String field) {
    List<ConfigurationNode> children = new ArrayList<>();
    for (JsonNode child : list(field)) {
      String childPlace = "%s, %s[%d]".formatted(place, field, children.size());
      children.add(new ConfigurationNode(childPlace, child));
    }

    return children;
  }

  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode text : list(field)) {
      if (!text.isTextual()) {
        throw problem("%s: %s is no text".formatted(field, text.getNodeType()));
      }

      texts.add(text.textValue());
    }

    return texts;
  }

  private JsonNode list(String field) {
    if (!has(field) || !node.get(field).isArray()) {
      throw problem("has no list \"%s\"".formatted(field));
    }

    return node.get(field);
  }

  String text(String field) {
    if (!has(field) || !node.get(field).isTextual()) {
      throw problem("has no text \"%s\"".formatted(field));
    }

    return node.get(field).textValue();
  }

  boolean flag(String field, boolean absent) {
    if (!has(field)) {
      return absent;
    }

    if (!node.get(field).isBoolean()) {
      throw problem("%s is neither true nor false".formatted(field));
    }

    return node.get(field).booleanValue();
  }

  double number(String field, double absent) {
    if (!has(field)) {
      return absent;
    }

    double number = node.get(field).doubleValue();
    if (!node.get(field).isNumber() || !Double.isFinite(number)) {
      throw problem("%s is no finite number".formatted(field));
    }

    return number;
  }

  /** A size or a count. */
  int positive(String field) {
    if (!has(field)) {
      throw problem("has no number \"%s\"".formatted(field));
    }

    return whole(field, node.get(field), 1);
  }

  /** Height and width. */
  Size2d size(String field, int least) {
    List<Integer> sizes = sizes(field, least);
    if (sizes.size() != 2) {
      throw problem("%s is no pair of height and width: %s".formatted(field, sizes));
    }

    return new Size2d(sizes.get(0), sizes.get(1));
  }

  List<Integer> sizes(String field, int least) {
    List<Integer> sizes = new ArrayList<>();
    for (JsonNode size : list(field)) {
      sizes.add(whole(field, size, least));
    }

    return sizes;
  }

  private int whole(String field, JsonNode number, int least) {
    if (!number.isIntegralNumber()
        || !number.canConvertToInt()
        || number.intValue() < least
        || number.intValue() > LARGEST) {
      throw problem(
          "%s: %s is no whole number from %d to %d".formatted(field, number, least, LARGEST));
    }

    return number.intValue();
  }
}
