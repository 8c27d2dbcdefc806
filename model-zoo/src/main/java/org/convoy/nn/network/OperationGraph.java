package org.convoy.nn.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convoy.nn.kernel.Operation;
import org.convoy.nn.kernel.OperationNode;
import org.convoy.nn.layer.ConvoyConfiguration;
import org.convoy.nn.layer.ParameterSpecification;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/** Describes a graph to the kernels: its vertices up to the logits as operations. */
final class OperationGraph {
  private OperationGraph() {}

  /**
   * The operations in topological order.
   *
   * @throws UnsupportedOperationException if a layer is none; the message names it
   */
  static List<OperationNode> of(ComputationGraphConfiguration configuration, String outputVertex) {
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
      nodes.add(
          new OperationNode(name, operationOf(name, layer), inputs, layer.outputShape(), offset));
      offset +=
          layer.parameterSpecifications().stream().mapToInt(ParameterSpecification::length).sum();
    }

    return nodes;
  }

  private static Operation operationOf(String name, ConvoyConfiguration layer) {
    return layer
        .operation()
        .orElseThrow(
            () ->
                new UnsupportedOperationException(
                    "Layer \""
                        + name
                        + "\" ("
                        + layer.typeName()
                        + ") runs only on the kernel backend \"nd4j\""));
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
