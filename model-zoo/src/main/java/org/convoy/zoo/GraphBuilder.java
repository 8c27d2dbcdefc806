package org.convoy.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.convoy.nn.layer.Add;
import org.convoy.nn.layer.CrossEntropyOutput;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * Builds a graph by naming its layers, each after the latest; residual blocks fork from the latest
 * and join. Vertices run, and parameters lie, in the order in which they were added.
 */
final class GraphBuilder {
  private static final String INPUT = "input";
  private static final String LOSS = "loss";

  private final ComputationGraphConfiguration.GraphBuilder graph =
      new NeuralNetConfiguration.Builder().graphBuilder().addInputs(INPUT);
  private String latest = INPUT;

  /** Adds a layer after the latest. */
  GraphBuilder add(String name, Layer layer) {
    graph.addLayer(name, layer, latest);
    latest = name;
    return this;
  }

  /**
   * Adds the sum of a residual branch and a shortcut, both of which start at the latest layer; a
   * shortcut that adds nothing is the identity.
   */
  GraphBuilder addResidual(
      String name, Consumer<GraphBuilder> branch, Consumer<GraphBuilder> shortcut) {
    String start = latest;
    branch.accept(this);
    String residual = latest;
    latest = start;
    shortcut.accept(this);
    graph.addVertex(name, new Add(), residual, latest);
    latest = name;
    return this;
  }

  /** Ends the graph with the loss on the latest layer's output, the logits. */
  ComputationGraphConfiguration build(Architecture architecture) {
    ComputationGraphConfiguration configuration =
        graph
            .addLayer(LOSS, new CrossEntropyOutput(), latest)
            .setOutputs(LOSS)
            .setInputTypes(
                InputType.convolutional(
                    architecture.inputHeight(),
                    architecture.inputWidth(),
                    architecture.inputChannels()))
            .build();
    keepOrder(configuration);
    return configuration;
  }

  /** Left alone, DL4J would sort the vertices breadth first. */
  private static void keepOrder(ComputationGraphConfiguration configuration) {
    List<String> names = new ArrayList<>(configuration.getNetworkInputs());
    names.addAll(configuration.getVertices().keySet());
    configuration.setTopologicalOrder(IntStream.range(0, names.size()).toArray());
    configuration.setTopologicalOrderStr(names);
  }
}
