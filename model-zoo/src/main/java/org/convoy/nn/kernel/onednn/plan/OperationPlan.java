package org.convoy.nn.kernel.onednn.plan;

/** Records the steps of one node. */
public interface OperationPlan {
  /** Records the forward pass and tells the builder the output. */
  void forward();

  /** Records the backward pass: contributes to the gradients of inputs and of parameters. */
  void backward(Tensor outputGradient);

  /** Makes what records a node, of whatever operation. */
  public interface Factory {
    OperationPlan plan(PlanBuilder plan, int node);
  }
}
