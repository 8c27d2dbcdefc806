package org.convoy.libtorch;

import org.bytedeco.pytorch.Tensor;

/**
 * What a node computes, by libtorch's operators. Keeps nothing between passes: what backward needs
 * of forward is kept in the frame.
 */
interface Operator {
  /** The node's output; may be a view of an input. */
  Tensor forward(Frame frame);

  /**
   * Writes the gradients of the node's parameters, unless they are frozen, and contributes those of
   * its inputs.
   *
   * @param gradient by the output, not to be changed
   */
  void backward(Frame frame, Tensor gradient);
}
