package org.convoy.weights.dl4j;

import java.util.List;
import java.util.Optional;

/**
 * A layer or vertex of a network that DL4J saved.
 *
 * @param configuration of the layer or vertex
 * @param preprocessor what changes the layer's input before it
 * @param variables names of the layer's parameters; empty of a vertex
 * @param inputs names of the vertices whose outputs it reads
 */
record StockVertex(
    String name,
    ConfigurationNode configuration,
    Optional<ConfigurationNode> preprocessor,
    List<String> variables,
    List<String> inputs) {
  StockVertex {
    variables = List.copyOf(variables);
    inputs = List.copyOf(inputs);
  }
}
