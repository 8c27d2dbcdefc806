package org.convoy.nn.optimizer;

/**
 * PyTorch's {@code AdamW}: Adam whose weight decay shrinks the parameters by learning rate times
 * weight decay instead of entering the gradients. Loshchilov and Hutter 2017, <a
 * href="https://arxiv.org/abs/1711.05101">Decoupled Weight Decay Regularization</a>.
 *
 * @param beta1 weight of the past in the mean of the gradients, from 0 to below 1
 * @param beta2 weight of the past in the mean of their squares, from 0 to below 1
 * @param eps is added to the root of the mean square, at least 0
 * @param weightDecay decoupled, at least 0
 * @param amsgrad whether to divide by the largest mean square so far
 */
public record AdamW(double beta1, double beta2, double eps, double weightDecay, boolean amsgrad)
    implements ElementwiseOptimizer {
  public AdamW {
    MomentFactors.check(beta1, beta2, eps, weightDecay);
  }

  /** With PyTorch's defaults: betas 0.9 and 0.999, eps 1e-8, weight decay 0.01. */
  public static AdamW ofDefaults() {
    return new AdamW(0.9, 0.999, 1e-8, 0.01, false);
  }

  @Override
  public int stateVectors() {
    return amsgrad ? 3 : 2;
  }

  @Override
  public int stateScalars() {
    return 1;
  }

  @Override
  public BlockUpdate update(StepContext context, float[] scalars) {
    double rate = context.learningRate();
    MomentFactors factors = MomentFactors.adam(beta1, beta2, eps, context, scalars);
    return (values, gradients, state, decay, length) ->
        factors.decoupled(rate * decay).apply(values, gradients, state, length);
  }
}
