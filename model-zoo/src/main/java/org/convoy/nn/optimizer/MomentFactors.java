package org.convoy.nn.optimizer;

import org.convoy.common.argument.Bounds;

/**
 * The arithmetic that Adam and its relatives share: moving averages of gradients (state vector 0)
 * and of their squares (1), whose largest values are kept where there is a state vector 2.
 *
 * @param beta1 weight of the past in the mean of the gradients
 * @param take1 weight of the gradient in it
 * @param beta2 weight of the past in the mean of the squares
 * @param take2 weight of the square in it
 * @param rootScale factor of the root of the mean square, which corrects its bias
 * @param eps is added to that root
 * @param gradientRate step along the gradient itself
 * @param meanRate step along the mean of the gradients
 * @param coupledDecay L2 penalty
 * @param shrink factor of the parameters before the step
 */
record MomentFactors(
    float beta1,
    float take1,
    float beta2,
    float take2,
    float rootScale,
    float eps,
    float gradientRate,
    float meanRate,
    float coupledDecay,
    float shrink) {

  /** Refuses settings that no optimizer of the kind can have. */
  static void check(double beta1, double beta2, double eps, double weightDecay) {
    Bounds.DECAY.check("beta1", beta1);
    Bounds.DECAY.check("beta2", beta2);
    Bounds.NOT_NEGATIVE.check("eps", eps);
    Bounds.NOT_NEGATIVE.check("weightDecay", weightDecay);
  }

  /**
   * Counts this step in the state. The count is a state, not the training's step, so that it fits
   * the averages next to it: it begins anew when they do, and is averaged when they are.
   */
  static double countStep(float[] scalars) {
    scalars[0] += 1;
    return scalars[0];
  }

  /** How much of a moving average that began with 0 has been filled after some steps. */
  static double biasCorrection(double beta, double steps) {
    return 1 - StrictMath.pow(beta, steps);
  }

  /** Adam's step along the mean of the gradients, whose bias is corrected. */
  static MomentFactors adam(
      double beta1, double beta2, double eps, StepContext context, float[] scalars) {
    double steps = countStep(scalars);
    double first = context.momentum().orElse(beta1);
    return of(first, beta2, eps, steps)
        .descending(0, context.learningRate() / biasCorrection(first, steps));
  }

  /** Without any step yet. */
  static MomentFactors of(double beta1, double beta2, double eps, double steps) {
    return new MomentFactors(
        (float) beta1,
        (float) (1 - beta1),
        (float) beta2,
        (float) (1 - beta2),
        (float) (1 / Math.sqrt(biasCorrection(beta2, steps))),
        (float) eps,
        0,
        0,
        0,
        1);
  }

  MomentFactors descending(double alongGradient, double alongMean) {
    return with((float) alongGradient, (float) alongMean, coupledDecay, shrink);
  }

  MomentFactors coupled(float weightDecay) {
    return with(gradientRate, meanRate, weightDecay, shrink);
  }

  MomentFactors decoupled(double decrease) {
    return with(gradientRate, meanRate, coupledDecay, (float) (1 - decrease));
  }

  private MomentFactors with(float newGradientRate, float newMeanRate, float decay, float factor) {
    return new MomentFactors(
        beta1, take1, beta2, take2, rootScale, eps, newGradientRate, newMeanRate, decay, factor);
  }

  void apply(float[] values, float[] gradients, float[][] state, int length) {
    if (state.length == 2) {
      descend(values, gradients, state[0], state[1], length);
    } else {
      average(values, gradients, state, length);
      descendByLargest(values, state, length);
    }
  }

  private void descend(
      float[] values, float[] gradients, float[] means, float[] squares, int length) {
    float keepMean = beta1;
    float takeMean = take1;
    float keepSquare = beta2;
    float takeSquare = take2;
    float decay = coupledDecay;
    float keep = shrink;
    float alongGradient = gradientRate;
    float alongMean = meanRate;
    float scale = rootScale;
    float offset = eps;
    for (int i = 0; i < length; i++) {
      float value = values[i];
      float gradient = gradients[i] + decay * value;
      float mean = keepMean * means[i] + takeMean * gradient;
      float square = keepSquare * squares[i] + takeSquare * gradient * gradient;
      means[i] = mean;
      squares[i] = square;
      float divisor = (float) Math.sqrt(square) * scale + offset;
      values[i] = keep * value - (alongGradient * gradient + alongMean * mean) / divisor;
    }
  }

  private void average(float[] values, float[] gradients, float[][] state, int length) {
    float[] means = state[0];
    float[] squares = state[1];
    float[] largest = state[2];
    float keepMean = beta1;
    float takeMean = take1;
    float keepSquare = beta2;
    float takeSquare = take2;
    float decay = coupledDecay;
    for (int i = 0; i < length; i++) {
      float gradient = gradients[i] + decay * values[i];
      float square = keepSquare * squares[i] + takeSquare * gradient * gradient;
      means[i] = keepMean * means[i] + takeMean * gradient;
      squares[i] = square;
      largest[i] = largest[i] > square ? largest[i] : square;
    }
  }

  private void descendByLargest(float[] values, float[][] state, int length) {
    float[] means = state[0];
    float[] largest = state[2];
    float keep = shrink;
    float rate = meanRate;
    float scale = rootScale;
    float offset = eps;
    for (int i = 0; i < length; i++) {
      float divisor = (float) Math.sqrt(largest[i]) * scale + offset;
      values[i] = keep * values[i] - rate * means[i] / divisor;
    }
  }
}
