package org.convoy.nn.network;

import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.convoy.nn.init.Initialization;
import org.convoy.nn.init.Nonlinearity;
import org.convoy.nn.init.RandomStream;
import org.convoy.nn.layer.ConvoyConfiguration;
import org.convoy.nn.layer.ParameterSpecification;
import org.convoy.nn.layer.Role;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;

/** Draws the first parameters of a graph, each tensor from a random stream of its own. */
final class NetworkInitializer {
  /** By PyTorch's names of the layers. */
  private static final Map<String, Nonlinearity> ACTIVATIONS =
      Map.ofEntries(
          Map.entry("ReLU", Nonlinearity.RELU),
          Map.entry("ReLU6", Nonlinearity.RELU),
          Map.entry("PReLU", Nonlinearity.RELU),
          Map.entry("RReLU", Nonlinearity.RELU),
          Map.entry("ELU", Nonlinearity.RELU),
          Map.entry("GELU", Nonlinearity.RELU),
          Map.entry("SiLU", Nonlinearity.RELU),
          Map.entry("LeakyReLU", Nonlinearity.LEAKY_RELU),
          Map.entry("SELU", Nonlinearity.SELU),
          Map.entry("Sigmoid", Nonlinearity.SIGMOID),
          Map.entry("Tanh", Nonlinearity.TANH),
          Map.entry("Softmax", Nonlinearity.LINEAR),
          Map.entry("CrossEntropyLoss", Nonlinearity.LINEAR));

  private final ComputationGraph graph;

  NetworkInitializer(ComputationGraph graph) {
    this.graph = graph;
  }

  /** Each tensor as its layer says. */
  void initialize(FloatBuffer parameters, long seed) {
    initialize(parameters, seed, Optional.empty());
  }

  /** Each tensor as the initialization says. */
  void initialize(FloatBuffer parameters, long seed, NetworkInitialization initialization) {
    initialize(parameters, seed, Optional.of(initialization));
  }

  private void initialize(
      FloatBuffer parameters, long seed, Optional<NetworkInitialization> initialization) {
    int offset = 0;
    for (int index : graph.topologicalSortOrder()) {
      GraphVertex vertex = graph.getVertices()[index];
      List<ParameterSpecification> tensors = specifications(vertex);
      for (ParameterSpecification tensor : tensors) {
        String key = vertex.getVertexName() + "." + tensor.name();
        Initialization draw =
            initialization
                .flatMap(rule -> weight(tensors).map(w -> rule.of(tensor, w, following(vertex))))
                .orElse(tensor.initialization());
        parameters.put(offset, draw.values(tensor.length(), RandomStream.of(seed, key)));
        offset += tensor.length();
      }
    }
  }

  private static Optional<ParameterSpecification> weight(List<ParameterSpecification> tensors) {
    return tensors.stream().filter(tensor -> tensor.role() == Role.WEIGHT).findFirst();
  }

  /** The nearest activation after a vertex, breadth first; none before the next weights. */
  private Nonlinearity following(GraphVertex start) {
    Deque<GraphVertex> next = new ArrayDeque<>(successors(start));
    Set<String> seen = new HashSet<>();
    while (!next.isEmpty()) {
      GraphVertex vertex = next.poll();
      Nonlinearity found = ACTIVATIONS.get(typeName(vertex));
      if (found != null) {
        return found;
      }

      if (weight(specifications(vertex)).isEmpty() && seen.add(vertex.getVertexName())) {
        next.addAll(successors(vertex));
      }
    }

    return Nonlinearity.LINEAR;
  }

  private List<GraphVertex> successors(GraphVertex vertex) {
    VertexIndices[] outputs = vertex.getOutputVertices();
    return outputs == null
        ? List.of()
        : Arrays.stream(outputs)
            .map(output -> graph.getVertices()[output.getVertexIndex()])
            .toList();
  }

  private static String typeName(GraphVertex vertex) {
    return configuration(vertex).map(ConvoyConfiguration::typeName).orElse("");
  }

  private static List<ParameterSpecification> specifications(GraphVertex vertex) {
    return configuration(vertex)
        .map(ConvoyConfiguration::parameterSpecifications)
        .orElse(List.of());
  }

  private static Optional<ConvoyConfiguration> configuration(GraphVertex vertex) {
    return vertex.hasLayer()
            && vertex.getLayer().conf().getLayer() instanceof ConvoyConfiguration known
        ? Optional.of(known)
        : Optional.empty();
  }
}
