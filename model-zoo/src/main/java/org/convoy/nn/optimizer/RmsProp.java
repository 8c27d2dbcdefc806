package org.convoy.nn.optimizer;

import org.convoy.common.argument.Bounds;

/**
 * PyTorch's {@code RMSprop}: Tieleman and Hinton 2012, <a
 * href="https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf">Neural Networks
 * for Machine Learning, lecture 6e</a>; centered as in Graves 2013, <a
 * href="https://arxiv.org/abs/1308.0850">Generating Sequences With Recurrent Neural Networks</a>.
 *
 * @param alpha weight of the past in the mean of the squares, from 0 to 1
 * @param eps is added to the root of the mean square, at least 0
 * @param weightDecay L2 penalty, at least 0
 * @param momentum at least 0
 * @param centered whether to divide by the variance of the gradients, rather than their mean square
 */
public record RmsProp(
    double alpha, double eps, double weightDecay, double momentum, boolean centered)
    implements ElementwiseOptimizer {
  public RmsProp {
    Bounds.SHARE.check("alpha", alpha);
    Bounds.NOT_NEGATIVE.check("eps", eps);
    Bounds.NOT_NEGATIVE.check("weightDecay", weightDecay);
    Bounds.NOT_NEGATIVE.check("momentum", momentum);
  }

  /** With PyTorch's defaults: alpha 0.99, eps 1e-8, no momentum. */
  public static RmsProp ofDefaults() {
    return new RmsProp(0.99, 1e-8, 0, 0, false);
  }

  /** The mean squares; the mean gradients if centered; the momentum buffer if there is one. */
  @Override
  public int stateVectors() {
    return 1 + (centered ? 1 : 0) + (momentum > 0 ? 1 : 0);
  }

  @Override
  public BlockUpdate update(StepContext context, float[] scalars) {
    float rate = (float) context.learningRate();
    float factor = (float) context.momentum().orElse(momentum);
    int buffer = stateVectors() - 1;
    return (values, gradients, state, decay, length) -> {
      if (centered) {
        divideCentered(values, gradients, state[0], state[1], decay, length);
      } else {
        divide(values, gradients, state[0], decay, length);
      }

      if (momentum > 0) {
        accumulate(gradients, state[buffer], factor, length);
        descend(values, state[buffer], rate, length);
      } else {
        descend(values, gradients, rate, length);
      }
    };
  }

  /** Leaves the quotients of gradients and roots of mean squares in {@code gradients}. */
  private void divide(float[] values, float[] gradients, float[] squares, float decay, int length) {
    float keep = (float) alpha;
    float take = (float) (1 - alpha);
    float offset = (float) eps;
    for (int i = 0; i < length; i++) {
      float gradient = gradients[i] + decay * values[i];
      float square = keep * squares[i] + take * gradient * gradient;
      squares[i] = square;
      gradients[i] = gradient / ((float) Math.sqrt(square) + offset);
    }
  }

  /** Rounding may make a variance negative; PyTorch's root is then NaN, here the variance is 0. */
  private void divideCentered(
      float[] values, float[] gradients, float[] squares, float[] means, float decay, int length) {
    float keep = (float) alpha;
    float take = (float) (1 - alpha);
    float offset = (float) eps;
    for (int i = 0; i < length; i++) {
      float gradient = gradients[i] + decay * values[i];
      float square = keep * squares[i] + take * gradient * gradient;
      float mean = keep * means[i] + take * gradient;
      float variance = square - mean * mean;
      squares[i] = square;
      means[i] = mean;
      gradients[i] = gradient / ((float) Math.sqrt(variance < 0 ? 0 : variance) + offset);
    }
  }

  private static void accumulate(float[] directions, float[] buffer, float factor, int length) {
    for (int i = 0; i < length; i++) {
      buffer[i] = factor * buffer[i] + directions[i];
    }
  }

  private static void descend(float[] values, float[] directions, float rate, int length) {
    for (int i = 0; i < length; i++) {
      values[i] -= rate * directions[i];
    }
  }
}
