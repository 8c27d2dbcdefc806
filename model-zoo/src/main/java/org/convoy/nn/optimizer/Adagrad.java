package org.convoy.nn.optimizer;

import org.convoy.common.argument.Bounds;

/**
 * PyTorch's {@code Adagrad}: Duchi, Hazan and Singer 2011, <a
 * href="https://jmlr.org/papers/v12/duchi11a.html">Adaptive Subgradient Methods</a>.
 *
 * @param lrDecay the learning rate of step t, from 0, is divided by 1 + t * lrDecay; at least 0
 * @param weightDecay L2 penalty, at least 0
 * @param initialAccumulatorValue of the sum of squares, at least 0
 * @param eps is added to the root of the sum, at least 0
 */
public record Adagrad(
    double lrDecay, double weightDecay, double initialAccumulatorValue, double eps)
    implements ElementwiseOptimizer {
  public Adagrad {
    Bounds.NOT_NEGATIVE.check("lrDecay", lrDecay);
    Bounds.NOT_NEGATIVE.check("weightDecay", weightDecay);
    Bounds.NOT_NEGATIVE.check("initialAccumulatorValue", initialAccumulatorValue);
    Bounds.NOT_NEGATIVE.check("eps", eps);
  }

  /** With PyTorch's defaults: sums from 0, eps 1e-10. */
  public static Adagrad ofDefaults() {
    return new Adagrad(0, 0, 0, 1e-10);
  }

  /** The sums of squares without their initial value. */
  @Override
  public int stateVectors() {
    return 1;
  }

  @Override
  public BlockUpdate update(StepContext context, float[] scalars) {
    float rate = (float) (context.learningRate() / (1 + context.step() * lrDecay));
    float initial = (float) initialAccumulatorValue;
    float offset = (float) eps;
    return (values, gradients, state, decay, length) ->
        descend(values, gradients, state[0], decay, initial, offset, rate, length);
  }

  private static void descend(
      float[] values,
      float[] gradients,
      float[] sums,
      float decay,
      float initial,
      float offset,
      float rate,
      int length) {
    for (int i = 0; i < length; i++) {
      float value = values[i];
      float gradient = gradients[i] + decay * value;
      float sum = sums[i] + gradient * gradient;
      sums[i] = sum;
      values[i] = value - rate * gradient / ((float) Math.sqrt(initial + sum) + offset);
    }
  }
}
