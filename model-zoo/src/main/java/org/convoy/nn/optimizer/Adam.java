package org.convoy.nn.optimizer;

/**
 * PyTorch's {@code Adam}: Kingma and Ba 2014, <a href="https://arxiv.org/abs/1412.6980">Adam: A
 * Method for Stochastic Optimization</a>; with amsgrad Reddi et al. 2018, "On the convergence of
 * Adam and beyond".
 *
 * @param beta1 weight of the past in the mean of the gradients, from 0 to below 1
 * @param beta2 weight of the past in the mean of their squares, from 0 to below 1
 * @param eps is added to the root of the mean square, at least 0
 * @param weightDecay L2 penalty, at least 0
 * @param amsgrad whether to divide by the largest mean square so far
 */
public record Adam(double beta1, double beta2, double eps, double weightDecay, boolean amsgrad)
    implements ElementwiseOptimizer {
  public Adam {
    MomentFactors.check(beta1, beta2, eps, weightDecay);
  }

  /** With PyTorch's defaults: betas 0.9 and 0.999, eps 1e-8, no weight decay. */
  public static Adam ofDefaults() {
    return new Adam(0.9, 0.999, 1e-8, 0, false);
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
    MomentFactors factors = MomentFactors.adam(beta1, beta2, eps, context, scalars);
    return (values, gradients, state, decay, length) ->
        factors.coupled(decay).apply(values, gradients, state, length);
  }
}
