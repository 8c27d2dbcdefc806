package org.convoy.weights.onnx;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.convoy.nn.network.LayerNode;
import org.convoy.nn.op.Operation;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.weights.StateDict;
import org.convoy.weights.Tensor;
import org.convoy.weights.onnx.OnnxGraph.Value;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * A network in evaluation mode with its weights, as an ONNX model of opset {@value #OPSET}: input
 * {@value #INPUT}, float [batch, channels, height, width], output {@value #OUTPUT}, float [batch,
 * classes], with any batch size. Initializers have PyTorch's names. Batch norms stay operators of
 * their own; the runtimes fold them into convolutions when they load the model. See <a
 * href="https://onnx.ai/onnx/repo-docs/IR.html">Open Neural Network Exchange Intermediate
 * Representation</a>.
 */
public final class OnnxModel {
  /** Version of the operators. */
  public static final int OPSET = 17;

  /** Name of the input. */
  public static final String INPUT = "images";

  /** Name of the output. */
  public static final String OUTPUT = "logits";

  /** The version of the file format that came with the operators. */
  private static final int IR_VERSION = 8;

  private static final String PRODUCER = "convoy";

  private final ProtobufMessage message;

  private OnnxModel(ProtobufMessage message) {
    this.message = requireNonNull(message, "message is null");
  }

  /**
   * Translates a network.
   *
   * @param name of the graph, and of the weights in messages
   * @param tensors parameters and running statistics by PyTorch's names
   * @param metadata text by name
   * @throws IllegalArgumentException if ONNX cannot express one of the layers, which the message
   *     names, if a tensor is missing or of another shape, or if the model would have 2 GiB or
   *     more, which protobuf does not allow
   */
  public static OnnxModel of(
      String name,
      ComputationGraphConfiguration configuration,
      Map<String, Tensor> tensors,
      Map<String, String> metadata) {
    List<LayerNode> nodes = LayerNode.of(configuration);
    StateDict.requireFit(name, tensors, ParameterLayout.of(configuration), Set.of());
    ProtobufMessage message =
        new ProtobufMessage()
            .add(1, (long) IR_VERSION)
            .add(2, PRODUCER)
            .add(7, graph(name, nodes, tensors))
            .add(8, new ProtobufMessage().add(1, "").add(2, (long) OPSET));
    new TreeMap<>(metadata)
        .forEach((key, value) -> message.add(14, new ProtobufMessage().add(1, key).add(2, value)));
    if (message.size() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the model would take %d bytes; an ONNX file holds at most %d"
              .formatted(message.size(), Integer.MAX_VALUE));
    }

    return new OnnxModel(message);
  }

  private static ProtobufMessage graph(
      String name, List<LayerNode> nodes, Map<String, Tensor> tensors) {
    LayerNode first = nodes.get(0);
    LayerNode last = nodes.get(nodes.size() - 1);
    OnnxGraph graph = new OnnxGraph();
    graph.name(name);
    Map<String, Value> values = new HashMap<>();
    values.put(first.inputs().get(0), graph.input(INPUT, first.layer().inputShape()));
    for (LayerNode node : nodes) {
      List<Value> inputs = node.inputs().stream().map(values::get).toList();
      String output = node.name().equals(last.name()) ? OUTPUT : node.name() + "/output";
      OnnxLayer layer = new OnnxLayer(graph, node, inputs, output, tensors);
      values.put(node.name(), OnnxOperators.add(layer, operation(layer, node)));
    }

    graph.output(OUTPUT, last.layer().outputShape());
    return graph.message();
  }

  private static Operation operation(OnnxLayer layer, LayerNode node) {
    return node.layer()
        .operation()
        .orElseThrow(() -> layer.unsupported("Convoy does not know what it computes"));
  }

  /** Bytes of the file. */
  public long size() {
    return message.size();
  }

  /** Writes the file; the stream is left open. */
  public void write(OutputStream output) throws IOException {
    message.writeTo(output);
  }
}
