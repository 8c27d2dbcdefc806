package org.convoy.nn.optimizer;

import org.convoy.common.argument.Bounds;

/**
 * PyTorch's {@code NAdam}, Adam with Nesterov momentum: Dozat 2016, <a
 * href="https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ">Incorporating Nesterov Momentum into
 * Adam</a>. As PyTorch 1.13 it counts the present step's momentum twice in the product for the next
 * step; the paper and PyTorch 2 count it once.
 *
 * @param beta1 weight of the past in the mean of the gradients, from 0 to below 1
 * @param beta2 weight of the past in the mean of their squares, from 0 to below 1
 * @param eps is added to the root of the mean square, at least 0
 * @param weightDecay L2 penalty, at least 0
 * @param momentumDecay how fast the momentum approaches beta1, at least 0
 */
public record NAdam(
    double beta1, double beta2, double eps, double weightDecay, double momentumDecay)
    implements ElementwiseOptimizer {
  private static final int PRODUCT_COMPLEMENT = 1;
  private static final double DECAY_BASE = 0.96;

  public NAdam {
    MomentFactors.check(beta1, beta2, eps, weightDecay);
    Bounds.NOT_NEGATIVE.check("momentumDecay", momentumDecay);
  }

  /** With PyTorch's defaults: betas 0.9 and 0.999, eps 1e-8, momentum decay 4e-3. */
  public static NAdam ofDefaults() {
    return new NAdam(0.9, 0.999, 1e-8, 0, 4e-3);
  }

  @Override
  public int stateVectors() {
    return 2;
  }

  /**
   * The number of steps, and 1 minus the product of their momenta: 0 at the start, as all states.
   */
  @Override
  public int stateScalars() {
    return 2;
  }

  @Override
  public BlockUpdate update(StepContext context, float[] scalars) {
    double steps = MomentFactors.countStep(scalars);
    double first = context.momentum().orElse(beta1);
    double momentum = momentum(first, steps);
    double next = momentum(first, steps + 1);
    double product = (1 - scalars[PRODUCT_COMPLEMENT]) * momentum;
    scalars[PRODUCT_COMPLEMENT] = (float) (1 - product);
    double rate = context.learningRate();
    MomentFactors factors =
        MomentFactors.of(first, beta2, eps, steps)
            .descending(
                rate * (1 - momentum) / (1 - product),
                rate * next / (1 - product * momentum * next));
    return (values, gradients, state, decay, length) ->
        factors.coupled(decay).apply(values, gradients, state, length);
  }

  private double momentum(double first, double step) {
    return first * (1 - 0.5 * StrictMath.pow(DECAY_BASE, step * momentumDecay));
  }
}
