package org.convoy.weights.dl4j;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convoy.nn.dl4j.ConvoyConfiguration;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.nn.network.LayerNode;
import org.convoy.nn.op.Operation;
import org.convoy.nn.parameter.ParameterSpecification;
import org.convoy.weights.StateDict;
import org.convoy.weights.Tensor;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * A network of DL4J's own layers with the parameters of one of Convoy's. DL4J keeps each tensor's
 * values in the order that PyTorch has them; only the order of the tensors is another.
 */
final class StockNetwork implements AutoCloseable {
  /** What DL4J's layers call the tensors. */
  private static final Map<String, String> KEYS =
      Map.of(
          "Conv2d.weight", "W",
          "Conv2d.bias", "b",
          "Linear.weight", "W",
          "Linear.bias", "b",
          "BatchNorm2d.weight", "gamma",
          "BatchNorm2d.bias", "beta",
          "BatchNorm2d.running_mean", "mean",
          "BatchNorm2d.running_var", "var");

  private final List<LayerNode> nodes;
  private final String json;
  private final ComputationGraph graph;
  private final FloatBuffer parameters;

  private StockNetwork(List<LayerNode> nodes, String json) {
    this.nodes = requireNonNull(nodes, "nodes is null");
    this.json = requireNonNull(json, "json is null");
    // As a reader of the JSON text will build it, who may sort the layers differently.
    graph = new ComputationGraph(ComputationGraphConfiguration.fromJson(json));
    graph.init();
    parameters = ArrayMemory.floats(graph.params());
    nodes.forEach(this::placeChannels);
  }

  /**
   * Builds the network.
   *
   * @throws IllegalArgumentException if DL4J lacks one of the layers; the message names it
   */
  static StockNetwork of(ComputationGraphConfiguration configuration) {
    List<LayerNode> nodes = LayerNode.of(configuration);
    return new StockNetwork(nodes, translate(configuration, nodes).toJson());
  }

  private static ComputationGraphConfiguration translate(
      ComputationGraphConfiguration configuration, List<LayerNode> nodes) {
    ComputationGraphConfiguration.GraphBuilder builder =
        new NeuralNetConfiguration.Builder().seed(0).graphBuilder();
    builder.addInputs(configuration.getNetworkInputs());
    StockLayers layers = new StockLayers(builder);
    nodes.forEach(layers::add);
    String output = configuration.getNetworkOutputs().get(0);
    ComputationGraphConfiguration stock =
        builder
            .addLayer(
                output,
                new LossLayer.Builder(new LossMCXENT()).activation(new ActivationSoftmax()).build(),
                nodes.get(nodes.size() - 1).name())
            .setOutputs(output)
            .setInputTypes(ConvoyConfiguration.typeOf(nodes.get(0).layer().inputShape()))
            .build();
    stock.getVertices().values().forEach(StockNetwork::nameParameters);
    return stock;
  }

  /**
   * As building the network does. By the names DL4J's reader tells whether a batch norm keeps the
   * variance or, if they are not there, the logarithm of its root.
   */
  private static void nameParameters(GraphVertex vertex) {
    if (vertex instanceof LayerVertex layer) {
      NeuralNetConfiguration configuration = layer.getLayerConf();
      Layer named = configuration.getLayer();
      named.initializer().paramKeys(named).forEach(configuration::addVariable);
    }
  }

  /** The weights of the convolutions that stand for shortcuts without parameters. */
  private void placeChannels(LayerNode node) {
    if (node.layer().operation().orElseThrow() instanceof Operation.ZeroPadShortcut shortcut) {
      FloatBuffer weights = memory(graph.getLayer(node.name()).getParam("W"));
      int channels = node.layer().inputShape().get(0);
      for (int i = 0; i < weights.remaining(); i++) {
        boolean placed = i / channels == shortcut.channelsBefore() + i % channels;
        weights.put(i, placed ? 1 : 0);
      }
    }
  }

  /** What configuration.json holds. */
  String json() {
    return json;
  }

  ComputationGraph graph() {
    return graph;
  }

  /** All of DL4J's flat vector. */
  FloatBuffer parameters() {
    return parameters.duplicate();
  }

  /**
   * Takes over tensors.
   *
   * @param tensors by PyTorch's names, those of the network
   */
  void load(Map<String, Tensor> tensors) {
    places()
        .forEach(
            (name, memory) ->
                memory.put(StateDict.asFloats(tensors.get(name)).bytes().asFloatBuffer()));
  }

  /** The tensors by PyTorch's names, in the order of Convoy's layout. */
  Map<String, Tensor> tensors() {
    Map<String, FloatBuffer> places = places();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (LayerNode node : nodes) {
      for (ParameterSpecification parameter : node.layer().parameterSpecifications()) {
        String name = node.name() + "." + parameter.name();
        long[] shape = parameter.shape().stream().mapToLong(Integer::longValue).toArray();
        tensors.put(name, Tensor.ofFloats(places.get(name), shape));
      }
    }

    return tensors;
  }

  private Map<String, FloatBuffer> places() {
    Map<String, FloatBuffer> places = new LinkedHashMap<>();
    for (LayerNode node : nodes) {
      for (ParameterSpecification parameter : node.layer().parameterSpecifications()) {
        String key = KEYS.get(node.layer().typeName() + "." + parameter.name());
        INDArray array = graph.getLayer(node.name()).getParam(key);
        places.put(node.name() + "." + parameter.name(), memory(array));
      }
    }

    return places;
  }

  private FloatBuffer memory(INDArray view) {
    int offset = Math.toIntExact(view.offset() - graph.params().offset());
    return parameters.slice(offset, Math.toIntExact(view.length()));
  }

  @Override
  public void close() {
    graph.params().close();
  }
}
