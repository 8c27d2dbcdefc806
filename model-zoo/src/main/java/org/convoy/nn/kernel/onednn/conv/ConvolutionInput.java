package org.convoy.nn.kernel.onednn.conv;

import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.Tensor;

/** What a convolution reads. */
interface ConvolutionInput {
  /** The batch first. */
  long[] dimensions();

  /** The input in this layout. */
  Tensor tensor(Layout layout);

  /** Takes the gradient by it. */
  void contribute(Tensor gradient);

  /** The output of a node as it is. */
  record OfNode(PlanBuilder plan, int node) implements ConvolutionInput {
    @Override
    public long[] dimensions() {
      return plan.dimensions(node);
    }

    @Override
    public Tensor tensor(Layout layout) {
      return plan.output(node, layout);
    }

    @Override
    public void contribute(Tensor gradient) {
      plan.contribute(node, gradient);
    }
  }
}
