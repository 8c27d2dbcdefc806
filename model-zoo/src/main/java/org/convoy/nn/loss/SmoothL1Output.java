package org.convoy.nn.loss;

import org.convoy.common.argument.Bounds;

/**
 * The end of a network that is trained on {@link SmoothL1Loss}; the graph's output is its input.
 */
public final class SmoothL1Output extends LossOutput {
  private static final double DEFAULT_BETA = 1;

  private double beta;
  private Reduction reduction;

  /** With PyTorch's defaults: beta 1, the mean over all outputs of the batch. */
  public SmoothL1Output() {
    this(DEFAULT_BETA, Reduction.MEAN);
  }

  /** Quadratic up to a distance of {@code beta}, which is not negative. */
  public SmoothL1Output(double beta, Reduction reduction) {
    this.beta = Bounds.NOT_NEGATIVE.check("beta", beta);
    this.reduction = checkReduction(reduction);
  }

  @Override
  public Loss evaluationLoss() {
    return new SmoothL1Loss(beta, reduction);
  }
}
