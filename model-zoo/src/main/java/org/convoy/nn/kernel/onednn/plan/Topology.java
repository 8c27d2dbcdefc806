package org.convoy.nn.kernel.onednn.plan;

import java.util.ArrayList;
import java.util.List;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.OperationNode;

/** What a plan wants to know about a network beyond its nodes. Indices are the nodes'. */
public final class Topology {
  private final List<OperationNode> nodes;
  private final List<List<Integer>> consumers = new ArrayList<>();
  private final boolean[] needsGradient;
  private final boolean needsInputGradient;

  public Topology(List<OperationNode> nodes, boolean needsInputGradient) {
    this.nodes = nodes;
    this.needsInputGradient = needsInputGradient;
    this.needsGradient = new boolean[nodes.size()];
    for (int i = 0; i < nodes.size(); i++) {
      consumers.add(new ArrayList<>());
      needsGradient[i] = hasParameters(nodes.get(i).operation()) && !nodes.get(i).isFrozen();
      for (int input : nodes.get(i).inputs()) {
        needsGradient[i] |= needsGradient(input);
        if (input != OperationNode.NETWORK_INPUT) {
          consumers.get(input).add(i);
        }
      }
    }
  }

  /** True if the gradient by this node's output serves anything. */
  public boolean needsGradient(int node) {
    return node == OperationNode.NETWORK_INPUT ? needsInputGradient : needsGradient[node];
  }

  /** True for a rectifier that the node before it applies to its own output. */
  public boolean isFused(int node) {
    if (!(nodes.get(node).operation() instanceof Operation.Rectifier)) {
      return false;
    }

    int producer = nodes.get(node).inputs().get(0);
    return producer != OperationNode.NETWORK_INPUT
        && consumers.get(producer).size() == 1
        && canRectify(nodes.get(producer).operation());
  }

  /** True if the node applies the rectifier after it to its own output. */
  public boolean isRectified(int node) {
    return consumers.get(node).size() == 1 && isFused(consumers.get(node).get(0));
  }

  /**
   * True if only a max pool sees the node's rectified output. Rectifier and maximum commute, so the
   * pool applies the rectifier's gradient where there are fewer elements. A normalization applies
   * it itself, at no cost.
   */
  public boolean isRectifiedBeforeMaxPool(int node) {
    return isRectified(node)
        && !isNormalization(nodes.get(node).operation())
        && isOnlyPooled(consumers.get(node).get(0));
  }

  private boolean isOnlyPooled(int node) {
    return consumers.get(node).size() == 1
        && nodes.get(consumers.get(node).get(0)).operation() instanceof Operation.MaxPool;
  }

  /** True for a max pool that applies the gradient of the rectifier before it. */
  public boolean poolsRectified(int node) {
    int producer = nodes.get(node).inputs().get(0);
    return producer != OperationNode.NETWORK_INPUT
        && isFused(producer)
        && isRectifiedBeforeMaxPool(nodes.get(producer).inputs().get(0));
  }

  /** True if nothing but this node reads its input, neither now nor in the backward pass. */
  public boolean mayOverwriteInput(int node) {
    int producer = nodes.get(node).inputs().get(0);
    return producer != OperationNode.NETWORK_INPUT
        && consumers.get(producer).size() == 1
        && canRectify(nodes.get(producer).operation());
  }

  /** True for the last layer with weights, or what only puts its outputs together. */
  public boolean makesLogits(int node) {
    return consumers.get(node).stream()
        .allMatch(
            consumer -> isArrangement(nodes.get(consumer).operation()) && makesLogits(consumer));
  }

  private static boolean isArrangement(Operation operation) {
    return operation instanceof Operation.Concat
        || operation instanceof Operation.Flatten
        || operation instanceof Operation.Softmax;
  }

  /** True for a max pool of which other nodes want nothing but where its maxima were. */
  public boolean givesOnlyIndices(int node) {
    return consumers.get(node).stream()
        .map(nodes::get)
        .allMatch(
            consumer ->
                consumer.operation() instanceof Operation.MaxUnpool
                    && consumer.inputs().get(0) != node);
  }

  /** True if the operation can apply a rectifier; without one it never reads its output again. */
  private static boolean canRectify(Operation operation) {
    return operation instanceof Operation.Convolution
        || operation instanceof Operation.Linear
        || operation instanceof Operation.Add
        || isNormalization(operation);
  }

  private static boolean isNormalization(Operation operation) {
    return operation instanceof Operation.BatchNormalization
        || operation instanceof Operation.GroupNormalization;
  }

  private static boolean hasParameters(Operation operation) {
    if (operation instanceof Operation.BatchNormalization normalization) {
      return normalization.affine();
    }

    if (operation instanceof Operation.GroupNormalization normalization) {
      return normalization.affine();
    }

    if (operation instanceof Operation.LayerNormalization normalization) {
      return normalization.affine();
    }

    return operation instanceof Operation.Convolution
        || operation instanceof Operation.Linear
        || operation instanceof Operation.LayerScale
        || operation instanceof Operation.ParametricRectifier;
  }
}
