package org.convoy.nn.network;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.convoy.nn.dl4j.ConvoyConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;

/**
 * A layer or vertex of a network that need not be built for it.
 *
 * @param inputs names of the layers whose outputs it reads; the network's input has a name, too
 */
public record LayerNode(String name, ConvoyConfiguration layer, List<String> inputs) {
  public LayerNode {
    requireNonNull(name, "name is null");
    requireNonNull(layer, "layer is null");
    inputs = List.copyOf(inputs);
  }

  /**
   * A network's layers in the order in which they run and their parameters lie, up to the logits:
   * what evaluation computes.
   *
   * @throws IllegalArgumentException if a layer is not one of Convoy's
   */
  public static List<LayerNode> of(ComputationGraphConfiguration configuration) {
    List<LayerNode> nodes = new ArrayList<>();
    for (String name : NetworkOutputs.of(configuration).evaluated(order(configuration))) {
      if (!configuration.getNetworkInputs().contains(name)) {
        nodes.add(
            new LayerNode(
                name,
                layer(name, configuration.getVertices().get(name)),
                configuration.getVertexInputs().get(name)));
      }
    }

    return List.copyOf(nodes);
  }

  private static List<String> order(ComputationGraphConfiguration configuration) {
    List<String> order = configuration.getTopologicalOrderStr();
    return order == null ? List.copyOf(configuration.getVertices().keySet()) : order;
  }

  private static ConvoyConfiguration layer(String name, GraphVertex vertex) {
    Object found = vertex instanceof LayerVertex layer ? layer.getLayerConf().getLayer() : vertex;
    if (found instanceof ConvoyConfiguration known) {
      return known;
    }

    throw new IllegalArgumentException(
        "Layer \"" + name + "\" is a " + found.getClass().getName() + ", not one of Convoy's");
  }
}
