package org.convoy.weights.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convoy.nn.network.LayerNode;
import org.convoy.nn.parameter.ParameterSpecification;
import org.convoy.weights.StateDict;
import org.convoy.weights.Tensor;
import org.convoy.weights.onnx.OnnxGraph.Attribute;
import org.convoy.weights.onnx.OnnxGraph.Value;

/**
 * A layer on its way into an ONNX graph. Its operators but the last, and its constants, are named
 * after it with a slash between.
 *
 * @param inputs in the order of the node's
 * @param output what its last operator and that one's output are called
 * @param tensors by PyTorch's names
 */
record OnnxLayer(
    OnnxGraph graph,
    LayerNode node,
    List<Value> inputs,
    String output,
    Map<String, Tensor> tensors) {
  Value input() {
    return inputs.get(0);
  }

  /** Of one example. */
  List<Integer> inputShape() {
    return node.layer().inputShape();
  }

  /** Of one example. */
  List<Integer> outputShape() {
    return node.layer().outputShape();
  }

  /** The last operator. */
  Value last(String operator, List<Value> operands, Attribute... attributes) {
    return graph.node(operator, output, operands, attributes);
  }

  /** The only operator, on the layer's inputs. */
  Value only(String operator, Attribute... attributes) {
    return last(operator, inputs, attributes);
  }

  /** An operator on the way. */
  Value step(String operator, String name, List<Value> operands, Attribute... attributes) {
    return graph.node(operator, path(name), operands, attributes);
  }

  Value integers(String name, List<Integer> values) {
    return graph.integers(path(name), values);
  }

  Value number(String name, double value) {
    return graph.number(path(name), value);
  }

  Value floats(String name, double[] values, List<Integer> shape) {
    return graph.floats(path(name), values, shape);
  }

  private String path(String name) {
    return node.name() + "/" + name;
  }

  /** A parameter in its own shape. */
  Value parameter(String name) {
    return parameter(name, specification(name).orElseThrow().shape());
  }

  /** A parameter, seen in another shape of as many elements. */
  Value parameter(String name, List<Integer> shape) {
    String path = node.name() + "." + name;
    Tensor tensor = tensors.get(path);
    return graph.floats(path, StateDict.asFloats(tensor), shape);
  }

  private Optional<ParameterSpecification> specification(String name) {
    return node.layer().parameterSpecifications().stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst();
  }

  /** A shape with which a value of one number a channel is spread over a batch of the input. */
  List<Integer> perChannel(int channels) {
    List<Integer> shape = new ArrayList<>(List.of(channels));
    shape.addAll(OnnxGraph.repeated(inputShape().size() - 1, 1));
    return shape;
  }

  /** The shape of a batch, for Reshape: 0 keeps the batch's size. */
  static List<Integer> batchOf(List<Integer> exampleShape) {
    List<Integer> shape = new ArrayList<>(List.of(0));
    shape.addAll(exampleShape);
    return shape;
  }

  IllegalArgumentException unsupported(String reason) {
    return new IllegalArgumentException(
        "Layer \"%s\" (%s) cannot be exported to ONNX: %s"
            .formatted(node.name(), node.layer().typeName(), reason));
  }
}
