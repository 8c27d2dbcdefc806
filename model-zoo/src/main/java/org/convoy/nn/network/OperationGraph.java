package org.convoy.nn.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convoy.nn.dl4j.ConvoyConfiguration;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.OperationNode;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.parameter.ParameterSpecification;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/** Describes a graph to the kernels: its vertices up to the logits as operations. */
final class OperationGraph {
  private OperationGraph() {}

  /**
   * The operations in topological order.
   *
   * @param layout says which parameters are frozen
   * @throws UnsupportedOperationException if a layer is none; the message names it
   */
  static List<OperationNode> of(
      ComputationGraphConfiguration configuration, String outputVertex, ParameterLayout layout) {
    Map<String, Integer> indices = new HashMap<>();
    configuration
        .getNetworkInputs()
        .forEach(input -> indices.put(input, OperationNode.NETWORK_INPUT));
    List<OperationNode> nodes = new ArrayList<>();
    int offset = 0;
    for (String name : configuration.getTopologicalOrderStr()) {
      if (indices.containsKey(name) || name.equals(outputVertex)) {
        continue;
      }

      ConvoyConfiguration layer = layerAt(configuration, name);
      List<Integer> inputs =
          configuration.getVertexInputs().get(name).stream().map(indices::get).toList();
      indices.put(name, nodes.size());
      OperationNode node =
          new OperationNode(name, operationOf(name, layer), inputs, layer.outputShape(), offset);
      nodes.add(isFrozen(name, layer, layout) ? node.frozen() : node);
      offset +=
          layer.parameterSpecifications().stream().mapToInt(ParameterSpecification::length).sum();
    }

    return nodes;
  }

  /** Whether all parameters of a layer are. */
  private static boolean isFrozen(String name, ConvoyConfiguration layer, ParameterLayout layout) {
    return layer.parameterSpecifications().stream()
        .filter(parameter -> parameter.role().isTrainable())
        .allMatch(parameter -> layout.frozen().contains(name + "." + parameter.name()));
  }

  private static Operation operationOf(String name, ConvoyConfiguration layer) {
    return layer
        .operation()
        .orElseThrow(
            () ->
                new UnsupportedOperationException(
                    "Layer \"%s\" (%s) runs only on the kernel backend \"nd4j\""
                        .formatted(name, layer.typeName())));
  }

  private static ConvoyConfiguration layerAt(
      ComputationGraphConfiguration configuration, String vertex) {
    return ConvoyConfiguration.at(configuration, vertex)
        .orElseThrow(
            () ->
                new UnsupportedOperationException(
                    "Vertex \"" + vertex + "\" runs only on the kernel backend \"nd4j\""));
  }
}
