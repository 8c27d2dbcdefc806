package org.convoy.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/** The order of a graph's vertices, which is that of its parameters. */
final class GraphOrder {
  private GraphOrder() {}

  /** As DL4J decided it; empty where it is not decided yet. */
  static List<String> of(ComputationGraphConfiguration configuration) {
    List<String> order = configuration.getTopologicalOrderStr();
    return order == null ? List.of() : order;
  }

  static void set(ComputationGraphConfiguration configuration, List<String> order) {
    if (order.isEmpty()) {
      return;
    }

    List<String> vertices = new ArrayList<>(configuration.getNetworkInputs());
    vertices.addAll(configuration.getVertices().keySet());
    configuration.setTopologicalOrderStr(new ArrayList<>(order));
    configuration.setTopologicalOrder(order.stream().mapToInt(vertices::indexOf).toArray());
  }
}
