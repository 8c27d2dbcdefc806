package org.convoy.nn.kernel.onednn.plan;

/** Records the steps of one node. */
public abstract class OperationPlan {
  protected final PlanBuilder plan;
  protected final int node;

  protected OperationPlan(PlanBuilder plan, int node) {
    this.plan = plan;
    this.node = node;
  }

  /** Records the forward pass and tells the builder the output. */
  public abstract void forward();

  /** Records the backward pass: contributes to the gradients of inputs and of parameters. */
  public abstract void backward(Tensor outputGradient);

  /** The first input, in this layout. */
  protected final Tensor input(Layout layout) {
    return plan.output(plan.inputOf(node), layout);
  }

  /** A gradient in this layout. */
  protected final Tensor converted(Tensor gradient, Layout layout) {
    return plan.converted(plan.name(node), gradient, layout);
  }

  /** Adds to the gradient of the first input. */
  protected final void contribute(Tensor gradient) {
    plan.contribute(plan.inputOf(node), gradient);
  }

  /** Makes what records a node, of whatever operation. */
  public interface Factory {
    OperationPlan plan(PlanBuilder plan, int node);
  }
}
