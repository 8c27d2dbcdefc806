package org.convoy.nn.kernel.onednn;

/** Records the steps of one node. */
interface OperationPlan {
  /** Records the forward pass and tells the builder the output. */
  void forward();

  /** Records the backward pass: contributes to the gradients of inputs and of parameters. */
  void backward(Tensor outputGradient);
}
