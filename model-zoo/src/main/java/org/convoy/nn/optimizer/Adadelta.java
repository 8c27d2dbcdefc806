package org.convoy.nn.optimizer;

import org.convoy.common.argument.Bounds;

/**
 * PyTorch's {@code Adadelta}: Zeiler 2012, <a href="https://arxiv.org/abs/1212.5701">ADADELTA: An
 * Adaptive Learning Rate Method</a>, times a learning rate.
 *
 * @param rho weight of the past in the means of the squares, from 0 to 1
 * @param eps is added to both means under their roots, at least 0
 * @param weightDecay L2 penalty, at least 0
 */
public record Adadelta(double rho, double eps, double weightDecay) implements ElementwiseOptimizer {
  public Adadelta {
    Bounds.SHARE.check("rho", rho);
    Bounds.NOT_NEGATIVE.check("eps", eps);
    Bounds.NOT_NEGATIVE.check("weightDecay", weightDecay);
  }

  /** With PyTorch's defaults: rho 0.9, eps 1e-6. */
  public static Adadelta ofDefaults() {
    return new Adadelta(0.9, 1e-6, 0);
  }

  /** The mean squares of the gradients, then those of the updates. */
  @Override
  public int stateVectors() {
    return 2;
  }

  @Override
  public BlockUpdate update(StepContext context, float[] scalars) {
    float rate = (float) context.learningRate();
    return (values, gradients, state, decay, length) ->
        descend(values, gradients, state[0], state[1], decay, rate, length);
  }

  private void descend(
      float[] values,
      float[] gradients,
      float[] squares,
      float[] updates,
      float decay,
      float rate,
      int length) {
    float keep = (float) rho;
    float take = (float) (1 - rho);
    float offset = (float) eps;
    for (int i = 0; i < length; i++) {
      float value = values[i];
      float gradient = gradients[i] + decay * value;
      float square = keep * squares[i] + take * gradient * gradient;
      float update = (float) Math.sqrt((updates[i] + offset) / (square + offset)) * gradient;
      squares[i] = square;
      updates[i] = keep * updates[i] + take * update * update;
      values[i] = value - rate * update;
    }
  }
}
