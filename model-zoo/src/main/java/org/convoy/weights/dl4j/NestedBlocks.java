package org.convoy.weights.dl4j;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings the layers of a graph into a list with residual blocks and branches in it. What a join of
 * several layers forks from is the last layer that all ways to the join go through.
 */
final class NestedBlocks {
  private static final int DEEPEST = 100;

  private final StockGraph graph;
  private final Map<String, StockVertex> vertices;
  private final Map<String, ImportedLayer> layers;
  private final Map<String, String> itemNames;
  private final Map<String, String> forks = new HashMap<>();
  private final Map<String, Integer> depths = new HashMap<>();
  private final Set<String> placed = new HashSet<>();
  private int nesting;

  private NestedBlocks(
      StockGraph graph, Map<String, ImportedLayer> layers, Map<String, String> itemNames) {
    this.graph = requireNonNull(graph, "graph is null");
    this.layers = requireNonNull(layers, "layers is null");
    this.itemNames = requireNonNull(itemNames, "itemNames is null");
    vertices = graph.byName();
  }

  /**
   * The items of a list of layers.
   *
   * @param layers by the vertices' names
   * @param itemNames by the vertices' names
   * @throws IllegalArgumentException if a layer's output goes other ways than branches within
   *     branches do, or nowhere
   */
  static List<Object> items(
      StockGraph graph, Map<String, ImportedLayer> layers, Map<String, String> itemNames) {
    NestedBlocks blocks = new NestedBlocks(graph, layers, itemNames);
    blocks.findForks();
    List<Object> items = blocks.chain(graph.input(), graph.output().name());
    blocks.requireAllPlaced();
    return items;
  }

  /** Immediate dominators; the vertices' order makes one pass enough. */
  private void findForks() {
    depths.put(graph.input(), 0);
    for (StockVertex vertex : graph.vertices()) {
      String fork = vertex.inputs().stream().reduce(this::common).orElseThrow();
      forks.put(vertex.name(), fork);
      depths.put(vertex.name(), depths.get(fork) + 1);
    }
  }

  private String common(String one, String other) {
    String some = one;
    String more = other;
    while (!some.equals(more)) {
      if (depths.get(some) >= depths.get(more)) {
        some = forks.get(some);
      } else {
        more = forks.get(more);
      }
    }

    return some;
  }

  /** The items after the first vertex up to the last. */
  private List<Object> chain(String first, String last) {
    nesting += 1;
    if (nesting > DEEPEST) {
      throw new IllegalArgumentException(
          "branches within branches, more than %d times, are not read".formatted(DEEPEST));
    }

    Deque<List<Object>> parts = new ArrayDeque<>();
    for (String name = last; !name.equals(first); name = forks.get(name)) {
      parts.push(part(vertices.get(name)));
    }

    nesting -= 1;
    return parts.stream().collect(ArrayList::new, List::addAll, List::addAll);
  }

  private List<Object> part(StockVertex vertex) {
    if (!placed.add(vertex.name())) {
      throw new IllegalArgumentException(
          "the output of \"%s\" goes other ways than branches within branches do"
              .formatted(vertex.name()));
    }

    if (vertex.inputs().size() == 1) {
      return layers.get(vertex.name()).items();
    }

    List<List<Object>> branches =
        vertex.inputs().stream().map(input -> chain(forks.get(vertex.name()), input)).toList();
    Map<String, Object> join = new LinkedHashMap<>();
    join.put("name", itemNames.get(vertex.name()));
    if (vertex.configuration().className().equals(VertexImport.ADD)) {
      join.put("residual", sum(branches));
    } else {
      join.put("branches", branches);
    }

    return List.of(join);
  }

  /** Of more than two, the first is added to the sum of the others. */
  private static Map<String, Object> sum(List<List<Object>> branches) {
    List<Object> rest =
        branches.size() == 2
            ? branches.get(1)
            : List.of(Map.of("residual", sum(branches.subList(1, branches.size()))));
    return Map.of("body", branches.get(0), "shortcut", rest);
  }

  private void requireAllPlaced() {
    for (StockVertex vertex : graph.vertices()) {
      if (!placed.contains(vertex.name())) {
        throw new IllegalArgumentException(
            "the output of \"%s\" goes nowhere".formatted(vertex.name()));
      }
    }
  }
}
