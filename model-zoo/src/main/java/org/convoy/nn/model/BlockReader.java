package org.convoy.nn.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.convoy.nn.model.Block.Branches;
import org.convoy.nn.model.Block.Named;
import org.convoy.nn.model.Block.Residual;

/**
 * Makes blocks of a tree of lists, maps and scalars. An item is the name of a layer, a map of one
 * name to its arguments (and perhaps "name" to a name), or a list of items.
 */
final class BlockReader {
  /** What is no layer by itself. */
  static final List<String> COMPOSITIONS = List.of("sequential", "branches", "residual");

  private static final int MOST_PROBLEMS = 20;
  private static final String NAME = "name";
  private static final Set<String> RESIDUAL_PARTS = Set.of("body", "shortcut", "activation");

  private final List<String> problems = new ArrayList<>();

  private BlockReader() {}

  /**
   * The blocks of a list of items.
   *
   * @throws IllegalArgumentException naming the problems, each with its place, twenty at most
   */
  static Sequential read(String path, List<?> items) {
    BlockReader reader = new BlockReader();
    Sequential blocks = reader.sequential(path, items);
    if (!reader.problems.isEmpty()) {
      throw new IllegalArgumentException(reader.told());
    }

    return blocks;
  }

  /** One wrong name in a list of hundreds is told a few times. */
  private String told() {
    int more = problems.size() - MOST_PROBLEMS;
    String first = String.join("; ", problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS)));
    return more > 0 ? "%s; and %,d more".formatted(first, more) : first;
  }

  private Sequential sequential(String path, List<?> items) {
    return new Sequential(blocks(path, items));
  }

  private List<Block> blocks(String path, List<?> items) {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      blocks.add(item(path + "[" + i + "]", items.get(i)));
    }

    return blocks;
  }

  /** Without the items that have problems, for which an empty block stands. */
  private Block item(String path, Object item) {
    if (item instanceof String layer) {
      return block(path, layer, Map.of());
    }

    if (item instanceof List<?> items) {
      return sequential(path, items);
    }

    if (item instanceof Map<?, ?> map) {
      return named(path, map);
    }

    return problem(path, "expected a layer, such as relu or {conv2d {…}}, got " + item);
  }

  private Block named(String path, Map<?, ?> item) {
    List<?> keys = item.keySet().stream().filter(key -> !NAME.equals(key)).toList();
    if (keys.size() != 1) {
      return problem(
          path, "expected one layer, as in {conv2d {…}}, got the keys " + new TreeSet<>(keys));
    }

    String layer = (String) keys.get(0);
    Block block = block(path, layer, item.get(layer));
    if (!item.containsKey(NAME)) {
      return block;
    }

    try {
      return new Named(String.valueOf(item.get(NAME)), block);
    } catch (IllegalArgumentException e) {
      return problem(path, e.getMessage());
    }
  }

  private Block block(String path, String layer, Object arguments) {
    return switch (layer) {
      case "sequential" -> new Sequential(list(path + ".sequential", arguments));
      case "branches" -> branches(path + ".branches", arguments);
      case "residual" -> residual(path + ".residual", arguments);
      default -> layer(path, layer, arguments);
    };
  }

  private Block layer(String path, String name, Object arguments) {
    if (!(arguments instanceof Map<?, ?> map)) {
      return problem(path, name + ": expected arguments by name, { … }, got " + arguments);
    }

    try {
      return LayerCatalog.create(name, byName(map));
    } catch (IllegalArgumentException e) {
      return problem(path, e.getMessage());
    }
  }

  @SuppressWarnings("unchecked") // Keys of HOCON and of JSON are strings.
  private static Map<String, ?> byName(Map<?, ?> map) {
    return (Map<String, ?>) map;
  }

  private Block branches(String path, Object items) {
    List<Block> branches = list(path, items);
    return branches.isEmpty() ? problem(path, "needs a branch") : new Branches(branches);
  }

  private Block residual(String path, Object parts) {
    if (!(parts instanceof Map<?, ?> map && map.containsKey("body"))) {
      return problem(path, "expected { body = [ … ], shortcut = [ … ] }, got " + parts);
    }

    for (Object part : map.keySet()) {
      if (!RESIDUAL_PARTS.contains(part)) {
        return problem(
            path, "unknown part \"" + part + "\"; it has " + new TreeSet<>(RESIDUAL_PARTS));
      }
    }

    return new Residual(
        part(path, map, "body"), part(path, map, "shortcut"), part(path, map, "activation"));
  }

  private Block part(String path, Map<?, ?> parts, String name) {
    return parts.containsKey(name) ? item(path + "." + name, parts.get(name)) : Sequential.of();
  }

  private List<Block> list(String path, Object items) {
    if (items instanceof List<?> known) {
      return blocks(path, known);
    }

    return List.of(problem(path, "expected a list [ … ], got " + items));
  }

  private Block problem(String path, String message) {
    problems.add(path + ": " + message);
    return Sequential.of();
  }
}
