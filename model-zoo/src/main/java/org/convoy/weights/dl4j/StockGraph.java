package org.convoy.weights.dl4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.convoy.common.Json;

/**
 * The layers and vertices of a MultiLayerNetwork or ComputationGraph that DL4J saved, in the order
 * of their parameters; each comes after its inputs.
 *
 * @param input the name of the network's input
 */
record StockGraph(String input, List<StockVertex> vertices) {
  private static final String LAYERS_INPUT = "input";
  private static final String LAYER_VERTEX = "org.deeplearning4j.nn.conf.graph.LayerVertex";
  private static final int MOST_VERTICES = 5_000;

  /** Of training, or the same in each network that passes the checks. */
  private static final Set<String> TRAINING =
      Set.of(
          "backpropType",
          "cacheMode",
          "dataType",
          "epochCount",
          "inferenceWorkspaceMode",
          "iterationCount",
          "tbpttBackLength",
          "tbpttFwdLength",
          "trainingWorkspaceMode",
          "validateOutputLayerConfig");

  private static final Set<String> OF_LAYERS = Set.of("confs", "inputPreProcessors");
  private static final Set<String> OF_GRAPH =
      Set.of(
          "defaultConfiguration",
          "networkInputs",
          "networkOutputs",
          "topologicalOrder",
          "topologicalOrderStr",
          "vertexInputs",
          "vertices");
  private static final Set<String> OF_LAYER_VERTEX =
      Set.of("layerConf", "outputVertex", "preProcessor");
  private static final Set<String> LAYER_TRAINING =
      Set.of(
          "cacheMode",
          "dataType",
          "epochCount",
          "iterationCount",
          "maxNumLineSearchIterations",
          "miniBatch",
          "minimize",
          "optimizationAlgo",
          "seed",
          "stepFunction");
  private static final Set<String> OF_LAYER = Set.of("layer", "variables");

  StockGraph {
    vertices = List.copyOf(vertices);
    Set<String> known = new HashSet<>(Set.of(input));
    for (StockVertex vertex : vertices) {
      if (vertex.inputs().isEmpty() || !known.containsAll(vertex.inputs())) {
        throw new IllegalArgumentException(
            "\"%s\" reads %s, not all of which come before it"
                .formatted(vertex.name(), vertex.inputs()));
      }

      if (!known.add(vertex.name())) {
        throw new IllegalArgumentException("\"%s\" is there twice".formatted(vertex.name()));
      }
    }
  }

  /** What the network gives. */
  StockVertex output() {
    return vertices.get(vertices.size() - 1);
  }

  /**
   * Reads configuration.json.
   *
   * @throws IllegalArgumentException if it is something else, or has what is not known
   */
  static StockGraph parse(String json) {
    try {
      ConfigurationNode root = new ConfigurationNode("the network", Json.STRICT.readTree(json));
      requireFloats(root);
      return root.has("confs") ? ofLayers(root) : ofGraph(root);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("is not valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static void requireFloats(ConfigurationNode node) {
    if (node.has("dataType") && !node.text("dataType").equals("FLOAT")) {
      throw node.problem("computes with %s, expected FLOAT".formatted(node.text("dataType")));
    }
  }

  private static StockGraph ofLayers(ConfigurationNode root) {
    root.requireOnly(TRAINING, OF_LAYERS);
    List<ConfigurationNode> layers = root.children("confs");
    requireSome(root, layers.size());
    Optional<ConfigurationNode> preprocessors = root.child("inputPreProcessors");
    List<StockVertex> vertices = new ArrayList<>();
    String before = LAYERS_INPUT;
    for (int i = 0; i < layers.size(); i++) {
      String place = String.valueOf(i);
      StockVertex vertex =
          layer(
              layerName(layers.get(i), place),
              layers.get(i),
              preprocessors.flatMap(found -> found.child(place)),
              List.of(before));
      vertices.add(vertex);
      before = vertex.name();
    }

    return new StockGraph(LAYERS_INPUT, vertices);
  }

  private static String layerName(ConfigurationNode layer, String place) {
    ConfigurationNode named = layer.require("layer");
    return named.has("layerName") ? named.text("layerName") : "layer" + place;
  }

  private static StockVertex layer(
      String name,
      ConfigurationNode configuration,
      Optional<ConfigurationNode> preprocessor,
      List<String> inputs) {
    configuration.requireOnly(LAYER_TRAINING, OF_LAYER);
    requireFloats(configuration);
    return new StockVertex(
        name,
        configuration.require("layer"),
        preprocessor,
        configuration.texts("variables"),
        inputs);
  }

  private static StockGraph ofGraph(ConfigurationNode root) {
    root.requireOnly(TRAINING, OF_GRAPH);
    String input = only(root, "networkInputs");
    String output = only(root, "networkOutputs");
    ConfigurationNode configurations = root.require("vertices");
    ConfigurationNode inputs = root.require("vertexInputs");
    List<StockVertex> vertices = new ArrayList<>();
    for (String name : order(root, input, configurations)) {
      vertices.add(vertex(name, configurations.require(name), inputs.texts(name)));
    }

    if (!vertices.get(vertices.size() - 1).name().equals(output)) {
      throw root.problem("\"%s\" is its output, but not its last layer".formatted(output));
    }

    return new StockGraph(input, vertices);
  }

  private static String only(ConfigurationNode root, String field) {
    List<String> names = root.texts(field);
    if (names.size() != 1) {
      throw root.problem("has %d %s, expected one".formatted(names.size(), field));
    }

    return names.get(0);
  }

  /** In which DL4J laid the parameters out. */
  private static List<String> order(
      ConfigurationNode root, String input, ConfigurationNode vertices) {
    if (!root.has("topologicalOrderStr")) {
      throw root.problem(
          "does not say the order of its layers; load it with DL4J 1.0.0-beta5 or later and save it");
    }

    List<String> order = new ArrayList<>(root.texts("topologicalOrderStr"));
    order.remove(input);
    requireSome(root, order.size());
    if (!new HashSet<>(order).equals(vertices.fields())) {
      throw root.problem("topologicalOrderStr and vertices do not have the same names");
    }

    return order;
  }

  private static void requireSome(ConfigurationNode root, int count) {
    if (count < 1 || count > MOST_VERTICES) {
      throw root.problem("has %d layers, expected 1 to %d".formatted(count, MOST_VERTICES));
    }
  }

  private static StockVertex vertex(String name, ConfigurationNode vertex, List<String> inputs) {
    if (!vertex.className().equals(LAYER_VERTEX)) {
      return new StockVertex(name, vertex, Optional.empty(), List.of(), inputs);
    }

    vertex.requireOnly(OF_LAYER_VERTEX, Set.of());
    return layer(name, vertex.require("layerConf"), vertex.child("preProcessor"), inputs);
  }

  /** What stands before the network's first layers: a preprocessor that knows the images' size. */
  Optional<ConfigurationNode> inputPreprocessor() {
    return vertices.stream()
        .filter(vertex -> vertex.inputs().contains(input))
        .flatMap(vertex -> vertex.preprocessor().or(() -> preprocessing(vertex)).stream())
        .findFirst();
  }

  private static Optional<ConfigurationNode> preprocessing(StockVertex vertex) {
    return vertex.configuration().child("preProcessor");
  }

  /** A map of the vertices by their names. */
  Map<String, StockVertex> byName() {
    Map<String, StockVertex> byName = new HashMap<>();
    vertices.forEach(vertex -> byName.put(vertex.name(), vertex));
    return byName;
  }
}
