package org.convoy.nn.loss;

/** The end of a network that is trained on {@link MSELoss}; the graph's output is its input. */
public final class MSEOutput extends LossOutput {
  private Reduction reduction;

  /** The mean over all outputs of the batch. */
  public MSEOutput() {
    this(Reduction.MEAN);
  }

  public MSEOutput(Reduction reduction) {
    this.reduction = checkReduction(reduction);
  }

  @Override
  public Loss evaluationLoss() {
    return new MSELoss(reduction);
  }
}
