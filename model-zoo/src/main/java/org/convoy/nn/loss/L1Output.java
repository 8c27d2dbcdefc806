package org.convoy.nn.loss;

/** The end of a network that is trained on {@link L1Loss}; the graph's output is its input. */
public final class L1Output extends LossOutput {
  private Reduction reduction;

  /** The mean over all outputs of the batch. */
  public L1Output() {
    this(Reduction.MEAN);
  }

  public L1Output(Reduction reduction) {
    this.reduction = checkReduction(reduction);
  }

  @Override
  public Loss evaluationLoss() {
    return new L1Loss(reduction);
  }
}
