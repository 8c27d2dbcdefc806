package org.convoy.weights.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Translates a vertex of a graph: a layer with what stands before it, or what joins others. */
final class VertexImport {
  static final String ADD = "org.deeplearning4j.nn.conf.graph.ElementWiseVertex";
  static final String MERGE = "org.deeplearning4j.nn.conf.graph.MergeVertex";
  private static final String PREPROCESSOR = "org.deeplearning4j.nn.conf.graph.PreprocessorVertex";
  private static final String PREPROCESSORS = "org.deeplearning4j.nn.conf.preprocessor.";
  private static final String FLATTEN = PREPROCESSORS + "CnnToFeedForwardPreProcessor";
  private static final String UNFLATTEN = PREPROCESSORS + "FeedForwardToCnnPreProcessor";
  private static final Set<String> OF_PREPROCESSOR =
      Set.of("format", "inputHeight", "inputWidth", "numChannels");
  private static final Set<String> DENSE = Set.of("DenseLayer", "OutputLayer");

  private VertexImport() {}

  /**
   * Translates a vertex.
   *
   * @param itemName of the item with its parameters
   * @param inputs what it reads, at least one
   * @param readsImages whether it reads the network's input
   * @throws IllegalArgumentException if it is not one that is read; the message names it
   */
  static ImportedLayer of(
      StockVertex vertex, String itemName, List<Signal> inputs, boolean readsImages) {
    String place =
        "vertex \"%s\" (%s)"
            .formatted(
                vertex.name(), ConfigurationNode.simpleName(vertex.configuration().className()));
    ConfigurationNode named = vertex.configuration().at(place);
    return switch (named.className()) {
      case ADD -> sum(named, inputs);
      case MERGE -> merged(named, inputs);
      case PREPROCESSOR -> {
        named.requireOnly(Set.of("preProcessor"), Set.of("outputType"));
        requireOne(named, inputs);
        yield preprocessed(vertex, named.require("preProcessor"), inputs.get(0));
      }
      default -> {
        requireOne(named, inputs);
        yield layer(vertex, itemName, inputs.get(0), readsImages);
      }
    };
  }

  private static void requireOne(ConfigurationNode vertex, List<Signal> inputs) {
    if (inputs.size() != 1) {
      throw vertex.problem("has %d inputs, expected one".formatted(inputs.size()));
    }
  }

  private static ImportedLayer layer(
      StockVertex vertex, String itemName, Signal input, boolean readsImages) {
    ImportedLayer before =
        vertex
            .preprocessor()
            .map(preprocessor -> preprocessed(vertex, preprocessor, input))
            .orElseGet(() -> readsImages ? rows(vertex, input) : unchanged(input));
    ImportedLayer layer = LayerImport.of(vertex, itemName, before.output());
    List<Object> items = new ArrayList<>(before.items());
    items.addAll(layer.items());
    return new ImportedLayer(items, layer.output(), layer.parameters());
  }

  private static ImportedLayer unchanged(Signal input) {
    return new ImportedLayer(List.of(), input);
  }

  /** A network without convolutions gets images as rows. */
  private static ImportedLayer rows(StockVertex vertex, Signal input) {
    return readsRows(ConfigurationNode.simpleName(vertex.configuration().className()))
        ? new ImportedLayer(List.of("flatten"), input.flattened())
        : unchanged(input);
  }

  /** Whether a layer, by its class's name, takes features. */
  static boolean readsRows(String type) {
    return DENSE.contains(type);
  }

  private static ImportedLayer preprocessed(
      StockVertex vertex, ConfigurationNode configuration, Signal input) {
    String name = configuration.className();
    ConfigurationNode preprocessor =
        configuration.at(
            "layer \"%s\", its %s".formatted(vertex.name(), ConfigurationNode.simpleName(name)));
    Signal images = images(preprocessor);
    if (!images.equals(input)) {
      throw preprocessor.problem("is for %s, but gets %s".formatted(images, input));
    }

    return name.equals(FLATTEN)
        ? new ImportedLayer(List.of("flatten"), input.flattened())
        : unchanged(input);
  }

  /** The images that a preprocessor takes or makes. */
  static Signal images(ConfigurationNode preprocessor) {
    String name = preprocessor.className();
    if (!name.equals(FLATTEN) && !name.equals(UNFLATTEN)) {
      throw preprocessor.problem("%s is not read".formatted(ConfigurationNode.simpleName(name)));
    }

    preprocessor.requireOnly(OF_PREPROCESSOR, Set.of());
    if (preprocessor.has("format") && !preprocessor.text("format").equals("NCHW")) {
      throw preprocessor.problem(
          "images are %s, expected NCHW".formatted(preprocessor.text("format")));
    }

    return Signal.images(
        preprocessor.positive("numChannels"),
        preprocessor.positive("inputHeight"),
        preprocessor.positive("inputWidth"));
  }

  private static ImportedLayer sum(ConfigurationNode vertex, List<Signal> inputs) {
    vertex.requireOnly(Set.of("op"), Set.of());
    if (!vertex.text("op").equals("Add")) {
      throw vertex.problem("ElementWiseVertex.Op.%s is not read".formatted(vertex.text("op")));
    }

    if (inputs.stream().distinct().count() > 1 || inputs.get(0).isPadded()) {
      throw vertex.problem("gets %s, which are not the same".formatted(inputs));
    }

    return unchanged(inputs.get(0));
  }

  private static ImportedLayer merged(ConfigurationNode vertex, List<Signal> inputs) {
    vertex.requireOnly(Set.of("mergeAxis", "modified"), Set.of());
    if (vertex.number("mergeAxis", 1) != 1) {
      throw vertex.problem("mergeAxis %s is not read".formatted(vertex.number("mergeAxis", 1)));
    }

    boolean fit =
        inputs.stream()
            .allMatch(
                input ->
                    input.isImages()
                        && !input.isPadded()
                        && input.size().equals(inputs.get(0).size()));
    if (!fit) {
      throw vertex.problem("gets %s, expected images of one size".formatted(inputs));
    }

    int channels = inputs.stream().mapToInt(Signal::features).reduce(0, Math::addExact);
    return new ImportedLayer(
        List.of(),
        Signal.images(channels, inputs.get(0).size().height(), inputs.get(0).size().width()));
  }
}
