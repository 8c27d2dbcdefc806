package org.convoy.nn.kernel;

import java.util.List;

/**
 * One operation of a network in topological order.
 *
 * @param name the layer's
 * @param inputs indices of the nodes it reads, or {@link #NETWORK_INPUT}
 * @param outputShape of one example
 * @param parameterOffset of its first parameter in the flat vectors, in elements
 */
public record OperationNode(
    String name,
    Operation operation,
    List<Integer> inputs,
    List<Integer> outputShape,
    int parameterOffset) {
  /** Stands for the network's input among {@link #inputs}. */
  public static final int NETWORK_INPUT = -1;

  public OperationNode {
    inputs = List.copyOf(inputs);
    outputShape = List.copyOf(outputShape);
  }
}
