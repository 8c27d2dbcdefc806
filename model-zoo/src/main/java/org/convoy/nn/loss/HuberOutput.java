package org.convoy.nn.loss;

import org.convoy.common.argument.Bounds;

/** The end of a network that is trained on {@link HuberLoss}; the graph's output is its input. */
public final class HuberOutput extends LossOutput {
  private static final double DEFAULT_DELTA = 1;

  private double delta;
  private Reduction reduction;

  /** With PyTorch's defaults: delta 1, the mean over all outputs of the batch. */
  public HuberOutput() {
    this(DEFAULT_DELTA, Reduction.MEAN);
  }

  /** Quadratic up to a distance of {@code delta}, which is above 0. */
  public HuberOutput(double delta, Reduction reduction) {
    this.delta = Bounds.POSITIVE.check("delta", delta);
    this.reduction = checkReduction(reduction);
  }

  @Override
  public Loss evaluationLoss() {
    return new HuberLoss(delta, reduction);
  }
}
