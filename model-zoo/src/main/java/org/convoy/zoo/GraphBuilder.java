package org.convoy.zoo;

import org.convoy.nn.layer.CrossEntropyOutput;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Builds a graph by naming each layer and, where it is not the latest, its input. */
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

  /** Ends the graph with the loss on the latest layer's output, the logits. */
  ComputationGraphConfiguration build(Architecture architecture) {
    return graph
        .addLayer(LOSS, new CrossEntropyOutput(), latest)
        .setOutputs(LOSS)
        .setInputTypes(
            InputType.convolutional(
                architecture.inputHeight(),
                architecture.inputWidth(),
                architecture.inputChannels()))
        .build();
  }
}
