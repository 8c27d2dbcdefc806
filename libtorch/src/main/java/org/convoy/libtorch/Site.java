package org.convoy.libtorch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.convoy.nn.op.OperationNode;

/** A node of a network with its parameters: what is known of it before a pass. */
final class Site {
  private final OperationNode node;
  private final List<List<Integer>> inputShapes;
  private final Tensor values;
  private final Tensor gradients;
  private final List<Parameter> parameters = new ArrayList<>();
  private int offset;

  /**
   * Makes it.
   *
   * @param inputShapes of one example, for each input
   * @param values the network's flat vector
   * @param gradients likewise
   */
  Site(OperationNode node, List<List<Integer>> inputShapes, Tensor values, Tensor gradients) {
    this.node = node;
    this.inputShapes = List.copyOf(inputShapes);
    this.values = values;
    this.gradients = gradients;
    this.offset = node.parameterOffset();
  }

  /** The node's next tensor in the flat vectors. */
  Parameter next(long... shape) {
    int length = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    Tensor value = values.narrow(0, offset, length).view(shape);
    Tensor gradient = gradients.narrow(0, offset, length).view(shape);
    offset += length;
    Parameter parameter = new Parameter(value, gradient, new TensorOptional(value));
    parameters.add(parameter);
    return parameter;
  }

  /** Its parameters so far, running statistics included. */
  List<Parameter> parameters() {
    return parameters;
  }

  OperationNode node() {
    return node;
  }

  String name() {
    return node.name();
  }

  boolean isFrozen() {
    return node.isFrozen();
  }

  List<Integer> inputShape() {
    return inputShapes.get(0);
  }

  List<Integer> outputShape() {
    return node.outputShape();
  }

  /** Channels or, where there are no channels, features. */
  long channels() {
    return inputShape().get(0);
  }

  /** The shape of a batch of its outputs. */
  long[] batch(long examples) {
    return LongStream.concat(
            LongStream.of(examples), outputShape().stream().mapToLong(Integer::longValue))
        .toArray();
  }

  UnsupportedOperationException unsupported(String what) {
    return new UnsupportedOperationException(
        "Layer \"%s\": libtorch has no %s; set kernels.backend to auto".formatted(name(), what));
  }
}
