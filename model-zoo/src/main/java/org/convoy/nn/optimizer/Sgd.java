package org.convoy.nn.optimizer;

import org.convoy.common.argument.Bounds;

/**
 * Stochastic gradient descent, PyTorch's {@code SGD}. The first step of a training (step 0) starts
 * the momentum buffer with the gradient, without dampening.
 *
 * @param momentum at least 0
 * @param dampening of the gradient in the momentum buffer
 * @param weightDecay L2 penalty, at least 0
 * @param nesterov needs a momentum and no dampening
 */
public record Sgd(double momentum, double dampening, double weightDecay, boolean nesterov)
    implements ElementwiseOptimizer {
  public Sgd {
    Bounds.NOT_NEGATIVE.check("momentum", momentum);
    Bounds.NOT_NEGATIVE.check("weightDecay", weightDecay);
    if (nesterov && (momentum <= 0 || dampening != 0)) {
      throw new IllegalArgumentException(
          ("Nesterov momentum needs a momentum and zero dampening, got momentum %s and"
                  + " dampening %s")
              .formatted(momentum, dampening));
    }
  }

  /** Without momentum or weight decay. */
  public static Sgd plain() {
    return new Sgd(0, 0, 0, false);
  }

  /** With momentum and weight decay. */
  public static Sgd of(double momentum, double weightDecay) {
    return new Sgd(momentum, 0, weightDecay, false);
  }

  @Override
  public int stateVectors() {
    return momentum == 0 ? 0 : 1;
  }

  @Override
  public BlockUpdate update(StepContext context, float[] scalars) {
    float rate = (float) context.learningRate();
    if (momentum == 0) {
      return (values, gradients, state, decay, length) ->
          descend(values, gradients, decay, rate, length);
    }

    float factor = (float) context.momentum().orElse(momentum);
    float keep = context.step() == 0 ? 0 : factor;
    float take = context.step() == 0 ? 1 : (float) (1 - dampening);
    if (nesterov) {
      return (values, gradients, state, decay, length) -> {
        accumulate(values, gradients, state[0], decay, keep, take, length);
        descendAhead(values, gradients, state[0], factor, rate, length);
      };
    }

    return (values, gradients, state, decay, length) ->
        descend(values, gradients, state[0], decay, keep, take, rate, length);
  }

  private static void descend(
      float[] values, float[] gradients, float decay, float rate, int length) {
    for (int i = 0; i < length; i++) {
      float value = values[i];
      values[i] = value - rate * (gradients[i] + decay * value);
    }
  }

  private static void descend(
      float[] values,
      float[] gradients,
      float[] buffer,
      float decay,
      float keep,
      float take,
      float rate,
      int length) {
    for (int i = 0; i < length; i++) {
      float value = values[i];
      float velocity = keep * buffer[i] + take * (gradients[i] + decay * value);
      buffer[i] = velocity;
      values[i] = value - rate * velocity;
    }
  }

  /** Leaves the decayed gradients in {@code gradients}. */
  private static void accumulate(
      float[] values,
      float[] gradients,
      float[] buffer,
      float decay,
      float keep,
      float take,
      int length) {
    for (int i = 0; i < length; i++) {
      float gradient = gradients[i] + decay * values[i];
      gradients[i] = gradient;
      buffer[i] = keep * buffer[i] + take * gradient;
    }
  }

  private static void descendAhead(
      float[] values, float[] gradients, float[] buffer, float factor, float rate, int length) {
    for (int i = 0; i < length; i++) {
      values[i] -= rate * (gradients[i] + factor * buffer[i]);
    }
  }
}
