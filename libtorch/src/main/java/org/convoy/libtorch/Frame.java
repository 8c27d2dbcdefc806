package org.convoy.libtorch;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.convoy.nn.init.RandomStream;
import org.convoy.nn.kernel.onednn.plan.Topology;
import org.convoy.nn.op.OperationNode;

/** A node in one pass: its inputs, its output, and what it keeps for the way back. */
final class Frame {
  private final Pass pass;
  private final OperationNode node;
  private final int index;
  private Tensor[] saved = {};

  Frame(Pass pass, OperationNode node, int index) {
    this.pass = pass;
    this.node = node;
    this.index = index;
  }

  boolean isTraining() {
    return pass.isTraining();
  }

  long examples() {
    return pass.batchSize();
  }

  /** One of the node's inputs; not to be changed. */
  Tensor input(int which) {
    return pass.value(node.inputs().get(which));
  }

  Tensor input() {
    return input(0);
  }

  int inputs() {
    return node.inputs().size();
  }

  Tensor output() {
    return pass.value(index);
  }

  /** Keeps tensors until the way back is done. */
  void save(Tensor... tensors) {
    saved = Arrays.stream(tensors).map(Pass::kept).toArray(Tensor[]::new);
  }

  Tensor saved(int which) {
    return saved[which];
  }

  /** What the node that gives one of the inputs has kept. */
  Tensor savedByInput(int which, int what) {
    return pass.frame(node.inputs().get(which)).saved(what);
  }

  /** Whether the gradient by an input serves anything. */
  boolean wants(int which) {
    return topology().needsGradient(node.inputs().get(which));
  }

  /** Whether the gradients by the node's parameters serve anything. */
  boolean wantsParameters() {
    return !node.isFrozen();
  }

  /** Whether nothing but this node reads its input, neither now nor on the way back. */
  boolean mayOverwriteInput() {
    return topology().mayOverwriteInput(index);
  }

  private Topology topology() {
    return pass.topology();
  }

  /** Adds to the gradient by an input. */
  void contribute(int which, Tensor gradient) {
    pass.contribute(node.inputs().get(which), gradient);
  }

  /** What this node draws in this step, the same by all kernels. */
  SplittableRandom random() {
    return RandomStream.of(pass.seed(), node.name());
  }

  /** On the way back, once nobody needs them any more. */
  void free() {
    for (Tensor tensor : saved) {
      tensor.releaseReference();
    }

    saved = new Tensor[0];
  }
}
