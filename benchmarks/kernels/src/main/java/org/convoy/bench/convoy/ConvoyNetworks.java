package org.convoy.bench.convoy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.convoy.bench.BenchmarkCase;
import org.convoy.nn.layer.CrossEntropyOutput;
import org.convoy.nn.layer.Flatten;
import org.convoy.nn.layer.Linear;
import org.convoy.nn.layer.MaxPool2d;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;

/** The networks of the benchmark, from the model zoo. */
final class ConvoyNetworks {
  private ConvoyNetworks() {}

  static ComputationGraphConfiguration configuration(BenchmarkCase benchmarkCase) {
    ComputationGraphConfiguration zoo = ModelZoo.configuration(architecture(benchmarkCase));
    return benchmarkCase == BenchmarkCase.VGG11_BN ? withLinearClassifier(zoo, benchmarkCase) : zoo;
  }

  private static Architecture architecture(BenchmarkCase benchmarkCase) {
    return new Architecture(
        benchmarkCase.caseName(),
        BenchmarkCase.CLASSES,
        benchmarkCase.channels(),
        benchmarkCase.height(),
        benchmarkCase.width());
  }

  /**
   * Returns the chain of layers up to the last max pooling, followed by one linear layer: the usual
   * form of VGG for small images.
   */
  static ComputationGraphConfiguration withLinearClassifier(
      ComputationGraphConfiguration network, BenchmarkCase benchmarkCase) {
    List<String> names = new ArrayList<>(network.getVertices().keySet());
    int last = 0;

    for (int i = 0; i < names.size(); i++) {
      if (layer(network, names.get(i)) instanceof MaxPool2d) {
        last = i;
      }
    }

    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs(network.getNetworkInputs())
            .setInputTypes(inputType(benchmarkCase));
    Map<String, List<String>> inputs = network.getVertexInputs();

    for (String name : names.subList(0, last + 1)) {
      graph.addLayer(name, layer(network, name), inputs.get(name).toArray(String[]::new));
    }

    return graph
        .addLayer("classifier.flatten", new Flatten(), names.get(last))
        .addLayer("classifier", Linear.of(BenchmarkCase.CLASSES), "classifier.flatten")
        .addLayer("loss", new CrossEntropyOutput(), "classifier")
        .setOutputs("loss")
        .build();
  }

  private static Layer layer(ComputationGraphConfiguration network, String name) {
    GraphVertex vertex = network.getVertices().get(name);
    return ((LayerVertex) vertex).getLayerConf().getLayer();
  }

  private static InputType inputType(BenchmarkCase benchmarkCase) {
    return InputType.convolutional(
        benchmarkCase.height(), benchmarkCase.width(), benchmarkCase.channels());
  }
}
