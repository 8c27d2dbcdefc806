package org.convoy.weights.dl4j;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.convoy.nn.model.InputShape;
import org.convoy.nn.model.LayerList;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.weights.Tensor;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;

/**
 * A network that DL4J saved as one of Convoy's: a list of layers, whose tensors have the names of
 * DL4J's layers.
 */
final class ImportedNetwork {
  private static final int LARGEST_SIDE = 512;

  /** To try each size takes time. */
  private static final int MOST_VERTICES_TO_TRY = 500;

  /** Of no number of pixels more than one side fits. */
  private static final Set<Integer> CHANNELS_OF_ROWS = Set.of(1, 3);

  private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Za-z0-9_-]");
  private static final Pattern NUMBER = Pattern.compile("\\d*");
  private static final Set<String> TAKEN_NAMES = Set.of("input", "loss", "shortcut", "activation");

  private final Architecture architecture;
  private final Map<String, StockParameter> parameters;
  private final long size;

  private ImportedNetwork(Architecture architecture, Map<String, StockParameter> parameters) {
    this.architecture = requireNonNull(architecture, "architecture is null");
    this.parameters = requireNonNull(parameters, "parameters is null");
    size =
        parameters.values().stream().mapToLong(StockParameter::elements).reduce(0, Math::addExact);
  }

  /**
   * Reads configuration.json.
   *
   * @param side of square images, where the configuration does not say it
   * @throws IllegalArgumentException if it is not JSON of a network, or has what is not on the list
   *     of what is read; the message names it
   * @throws ArithmeticException if the network has more parameters than an array holds
   */
  static ImportedNetwork of(String json, OptionalInt side) {
    StockGraph graph = StockGraph.parse(json);
    Map<String, String> names = itemNames(graph);
    Signal input = input(graph, names, side);
    Map<String, ImportedLayer> layers = layers(graph, names, input);
    List<Object> items = NestedBlocks.items(graph, layers, names);
    removeSoftmax(graph, items);
    Architecture architecture =
        Architecture.of(
            LayerList.of(items),
            layers.get(graph.output().name()).output().features(),
            new InputShape(input.features(), input.size().height(), input.size().width()));
    return new ImportedNetwork(architecture, parameters(architecture, graph, layers, names));
  }

  /** Names of DL4J's layers as Convoy's may be, each once. */
  private static Map<String, String> itemNames(StockGraph graph) {
    Map<String, String> names = new HashMap<>();
    Set<String> used = new HashSet<>(TAKEN_NAMES);
    for (StockVertex vertex : graph.vertices()) {
      String name = NOT_IN_NAMES.matcher(vertex.name()).replaceAll("_");
      name = NUMBER.matcher(name).matches() ? "layer" + name : name;
      if (!used.add(name)) {
        name += "_" + used.size();
        used.add(name);
      }

      names.put(vertex.name(), name);
    }

    return names;
  }

  private static Signal input(StockGraph graph, Map<String, String> names, OptionalInt side) {
    Optional<Signal> told = graph.inputPreprocessor().map(VertexImport::images);
    if (told.isPresent()) {
      return told.get();
    }

    return side.isPresent()
        ? images(graph, side.getAsInt())
        : images(graph, onlySide(graph, names));
  }

  /** Of as many channels as the first layer with parameters wants. */
  private static Signal images(StockGraph graph, int side) {
    int inputs = first(graph).positive("nin");
    int channels = takesRows(graph) ? Math.max(1, inputs / Math.multiplyExact(side, side)) : inputs;
    return Signal.images(channels, side, side);
  }

  private static ConfigurationNode first(StockGraph graph) {
    ConfigurationNode first =
        graph.vertices().stream()
            .filter(vertex -> !vertex.variables().isEmpty())
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("the network has no parameters"))
            .configuration();
    return LayerImport.thawed(first);
  }

  private static boolean takesRows(StockGraph graph) {
    return VertexImport.readsRows(ConfigurationNode.simpleName(first(graph).className()));
  }

  private static int onlySide(StockGraph graph, Map<String, String> names) {
    List<Integer> sides = new ArrayList<>();
    IllegalArgumentException problem = null;
    boolean tries = graph.vertices().size() <= MOST_VERTICES_TO_TRY;
    for (int side = 1; tries && side <= LARGEST_SIDE; side++) {
      try {
        Signal input = images(graph, side);
        layers(graph, names, input);
        if (!takesRows(graph) || CHANNELS_OF_ROWS.contains(input.features())) {
          sides.add(side);
        }
      } catch (IllegalArgumentException e) {
        problem = e;
      }
    }

    if (sides.isEmpty() && problem != null) {
      throw problem;
    }

    return sides.size() == 1 ? sides.get(0) : refuseToGuess(sides);
  }

  private static int refuseToGuess(List<Integer> sides) {
    String fitting =
        sides.isEmpty()
            ? ""
            : ", of which sides from %d to %d fit"
                .formatted(sides.get(0), sides.get(sides.size() - 1));
    throw new IllegalArgumentException(
        "does not say the size of the images%s; say it with convoy import --size"
            .formatted(fitting));
  }

  private static Map<String, ImportedLayer> layers(
      StockGraph graph, Map<String, String> names, Signal input) {
    Map<String, Signal> signals = new HashMap<>();
    signals.put(graph.input(), input);
    Map<String, ImportedLayer> layers = new HashMap<>();
    for (StockVertex vertex : graph.vertices()) {
      ImportedLayer layer =
          VertexImport.of(
              vertex,
              names.get(vertex.name()),
              vertex.inputs().stream().map(signals::get).toList(),
              vertex.inputs().contains(graph.input()));
      layers.put(vertex.name(), layer);
      signals.put(vertex.name(), layer.output());
    }

    return layers;
  }

  /** Convoy's networks end with logits. */
  private static void removeSoftmax(StockGraph graph, List<Object> items) {
    int last = items.size() - 1;
    if (last < 0 || !ImportedActivation.SOFTMAX.equals(items.get(last))) {
      throw new IllegalArgumentException(
          "the last layer, \"%s\", does not end with a softmax, as networks that tell classes do"
              .formatted(graph.output().name()));
    }

    items.remove(last);
  }

  /** By the tensors' names, in the order of DL4J's vector. */
  private static Map<String, StockParameter> parameters(
      Architecture architecture,
      StockGraph graph,
      Map<String, ImportedLayer> layers,
      Map<String, String> names) {
    Map<String, Segment> segments = new HashMap<>();
    ParameterLayout.of(ModelZoo.configuration(architecture))
        .segments()
        .forEach(segment -> segments.put(itemAndParameter(segment.name()), segment));
    Map<String, StockParameter> parameters = new LinkedHashMap<>();
    for (StockVertex vertex : graph.vertices()) {
      for (StockParameter parameter : layers.get(vertex.name()).parameters()) {
        String name = names.get(vertex.name()) + "." + parameter.name();
        Segment segment = segments.remove(name);
        if (segment == null || !segment.shape().equals(parameter.shape())) {
          throw new IllegalArgumentException("\"%s\" has no place".formatted(name));
        }

        parameters.put(segment.name(), parameter);
      }
    }

    if (!segments.isEmpty()) {
      throw new IllegalArgumentException("there are no parameters for " + segments.keySet());
    }

    return parameters;
  }

  /** A tensor's name without the blocks around its layer. */
  private static String itemAndParameter(String name) {
    return name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
  }

  Architecture architecture() {
    return architecture;
  }

  /** Elements of DL4J's flat vector. */
  long size() {
    return size;
  }

  /** The tensors by the names that the architecture's have. */
  Map<String, Tensor> tensors(FloatBuffer values) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    int offset = 0;
    for (Map.Entry<String, StockParameter> parameter : parameters.entrySet()) {
      int length = Math.toIntExact(parameter.getValue().elements());
      tensors.put(parameter.getKey(), parameter.getValue().tensor(values.slice(offset, length)));
      offset += length;
    }

    return tensors;
  }
}
