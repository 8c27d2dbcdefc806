package org.convoy.nn.op;

import java.util.List;

/**
 * One operation of a network in topological order.
 *
 * @param name the layer's
 * @param inputs indices of the nodes it reads, or {@link #NETWORK_INPUT}
 * @param outputShape of one example
 * @param parameterOffset of its first parameter in the flat vectors, in elements
 * @param isFrozen whether nobody wants the gradients by its parameters
 */
public record OperationNode(
    String name,
    Operation operation,
    List<Integer> inputs,
    List<Integer> outputShape,
    int parameterOffset,
    boolean isFrozen) {
  /** Stands for the network's input among {@link #inputs}. */
  public static final int NETWORK_INPUT = -1;

  public OperationNode {
    inputs = List.copyOf(inputs);
    outputShape = List.copyOf(outputShape);
  }

  /** With parameters that are trained, if there are any. */
  public OperationNode(
      String name,
      Operation operation,
      List<Integer> inputs,
      List<Integer> outputShape,
      int parameterOffset) {
    this(name, operation, inputs, outputShape, parameterOffset, false);
  }

  /** The same, with nobody who wants the gradients by its parameters. */
  public OperationNode frozen() {
    return new OperationNode(name, operation, inputs, outputShape, parameterOffset, true);
  }
}
