package org.convoy.libtorch;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.convoy.nn.kernel.onednn.plan.Topology;
import org.convoy.nn.op.OperationNode;

/**
 * One way through a network and, in training, back. What an operator makes in between is freed when
 * it is done; outputs, gradients and what frames keep as soon as nobody needs them.
 */
@SuppressWarnings("try") // A scope frees what is made within, without being referred to.
final class Pass implements AutoCloseable {
  /** Whether the batch's statistics count and masks are drawn. */
  enum Mode {
    TRAINING,
    EVALUATION
  }

  private final Mode mode;
  private final long seed;
  private final Topology topology;
  private final Tensor input;
  private final Frame[] frames;
  private final Tensor[] values;
  private final Tensor[] gradients;
  private Tensor inputGradient;

  /**
   * Starts one.
   *
   * @param seed of what is drawn
   * @param input a batch, which outlives the pass
   * @param nodes how many there are
   */
  Pass(Mode mode, long seed, Topology topology, Tensor input, int nodes) {
    this.mode = mode;
    this.seed = seed;
    this.topology = topology;
    this.input = input;
    this.frames = new Frame[nodes];
    this.values = new Tensor[nodes];
    this.gradients = new Tensor[nodes];
  }

  boolean isTraining() {
    return mode == Mode.TRAINING;
  }

  long seed() {
    return seed;
  }

  long batchSize() {
    return input.size(0);
  }

  Topology topology() {
    return topology;
  }

  Frame frame(int node) {
    return frames[node];
  }

  Tensor value(int node) {
    return node == OperationNode.NETWORK_INPUT ? input : values[node];
  }

  void forward(int index, Site site, Operator operator) {
    frames[index] = new Frame(this, site.node(), index);
    try (PointerScope scope = new PointerScope()) {
      values[index] = kept(operator.forward(frames[index]));
    }
  }

  /** Starts the way back by the gradient by the last node's output. */
  void startBackward(Tensor gradient) {
    gradients[gradients.length - 1] = kept(gradient);
  }

  void backward(int index, Site site, Operator operator) {
    if (topology.needsGradient(index)) {
      if (gradients[index] != null) {
        try (PointerScope scope = new PointerScope()) {
          operator.backward(frames[index], gradients[index]);
        }
      } else if (!site.isFrozen()) {
        site.parameters().forEach(parameter -> parameter.gradient().zero_());
      }
    }

    free(index);
  }

  /** Adds to the gradient by a node's output; the same tensor may go to several nodes. */
  void contribute(int node, Tensor gradient) {
    if (!topology.needsGradient(node)) {
      return;
    }

    if (node == OperationNode.NETWORK_INPUT) {
      inputGradient = sum(inputGradient, gradient);
    } else {
      gradients[node] = sum(gradients[node], gradient);
    }
  }

  private static Tensor sum(Tensor present, Tensor more) {
    if (present == null) {
      return kept(more);
    }

    Tensor sum = kept(present.add(more));
    present.releaseReference();
    return sum;
  }

  /** Null if nothing contributed to it. */
  Tensor inputGradient() {
    return inputGradient;
  }

  /**
   * A reference of its own that outlives the scope: in-place operators give references to what the
   * scope frees.
   */
  static Tensor kept(Tensor tensor) {
    return new Tensor(tensor).retainReference();
  }

  /** Frees the node's tensors, which nobody reads any more. */
  void free(int index) {
    if (frames[index] != null) {
      frames[index].free();
    }

    values[index] = released(values[index]);
    gradients[index] = released(gradients[index]);
  }

  private static Tensor released(Tensor tensor) {
    if (tensor != null) {
      tensor.releaseReference();
    }

    return null;
  }

  @Override
  public void close() {
    for (int i = 0; i < frames.length; i++) {
      free(i);
    }

    inputGradient = released(inputGradient);
  }
}
