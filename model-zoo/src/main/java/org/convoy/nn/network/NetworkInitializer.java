package org.convoy.nn.network;

import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.convoy.nn.dl4j.ConvoyConfiguration;
import org.convoy.nn.init.Initialization;
import org.convoy.nn.init.Nonlinearity;
import org.convoy.nn.init.RandomStream;
import org.convoy.nn.op.Operation;
import org.convoy.nn.parameter.ParameterSpecification;
import org.convoy.nn.parameter.Role;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/** Draws the first parameters of a graph, each tensor from a random stream of its own. */
record NetworkInitializer(ComputationGraphConfiguration graph) {
  /** By PyTorch's names of the layers; element-wise functions that lack are relatives of ReLU. */
  private static final Map<String, Nonlinearity> ACTIVATIONS =
      Map.ofEntries(
          Map.entry("ReLU", Nonlinearity.RELU),
          Map.entry("PReLU", Nonlinearity.RELU),
          Map.entry("RReLU", Nonlinearity.RELU),
          Map.entry("LeakyReLU", Nonlinearity.LEAKY_RELU),
          Map.entry("Sigmoid", Nonlinearity.SIGMOID),
          Map.entry("Hardsigmoid", Nonlinearity.SIGMOID),
          Map.entry("Tanh", Nonlinearity.TANH),
          Map.entry("Softmax", Nonlinearity.LINEAR),
          Map.entry("CrossEntropyLoss", Nonlinearity.LINEAR));

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
    for (String vertex : graph.getTopologicalOrderStr()) {
      List<ParameterSpecification> tensors = specifications(vertex);
      for (ParameterSpecification tensor : tensors) {
        String key = vertex + "." + tensor.name();
        Initialization draw =
            initialization
                .flatMap(rule -> weight(tensors).map(w -> rule.of(tensor, w, following(vertex))))
                .orElse(tensor.initialization());
        draw.write(parameters, offset, tensor.length(), RandomStream.of(seed, key));
        offset += tensor.length();
      }
    }
  }

  private static Optional<ParameterSpecification> weight(List<ParameterSpecification> tensors) {
    return tensors.stream().filter(tensor -> tensor.role() == Role.WEIGHT).findFirst();
  }

  /** The nearest activation after a vertex, breadth first; none before the next weights. */
  private Nonlinearity following(String start) {
    Deque<String> next = new ArrayDeque<>(successors(start));
    Set<String> seen = new HashSet<>();
    while (!next.isEmpty()) {
      String vertex = next.poll();
      Optional<Nonlinearity> found = nonlinearity(vertex);
      if (found.isPresent()) {
        return found.get();
      }

      if (weight(specifications(vertex)).isEmpty() && seen.add(vertex)) {
        next.addAll(successors(vertex));
      }
    }

    return Nonlinearity.LINEAR;
  }

  private List<String> successors(String vertex) {
    return graph.getTopologicalOrderStr().stream()
        .filter(other -> graph.getVertexInputs().getOrDefault(other, List.of()).contains(vertex))
        .toList();
  }

  private Optional<Nonlinearity> nonlinearity(String vertex) {
    return ConvoyConfiguration.at(graph, vertex)
        .flatMap(
            layer ->
                Optional.ofNullable(
                    ACTIVATIONS.getOrDefault(
                        layer.typeName(), isElementwise(layer) ? Nonlinearity.RELU : null)));
  }

  private static boolean isElementwise(ConvoyConfiguration layer) {
    return layer.operation().filter(Operation.Elementwise.class::isInstance).isPresent();
  }

  private List<ParameterSpecification> specifications(String vertex) {
    return ConvoyConfiguration.at(graph, vertex)
        .map(ConvoyConfiguration::parameterSpecifications)
        .orElse(List.of());
  }
}
