package org.convoy.nn.optimizer;

import java.nio.FloatBuffer;
import org.convoy.nn.layer.ParameterLayout;

/**
 * Stochastic gradient descent, PyTorch's {@code SGD}. The first step of a training (step 0) starts
 * the momentum buffer with the gradient, without dampening.
 *
 * @param momentum at least 0
 * @param dampening of the gradient in the momentum buffer
 * @param weightDecay L2 penalty, at least 0; applies to all trainable parameters
 * @param nesterov needs a momentum and no dampening
 */
public record Sgd(double momentum, double dampening, double weightDecay, boolean nesterov)
    implements Optimizer {
  public Sgd {
    checkNotNegative("momentum", momentum);
    checkNotNegative("weightDecay", weightDecay);
    if (nesterov && (momentum <= 0 || dampening != 0)) {
      throw new IllegalArgumentException(
          "Nesterov momentum needs a momentum and zero dampening, got momentum "
              + momentum
              + " and dampening "
              + dampening);
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
  public int stateSize(int parameterCount) {
    return momentum == 0 ? 0 : parameterCount;
  }

  @Override
  public void step(
      FloatBuffer parameters,
      FloatBuffer gradients,
      FloatBuffer state,
      ParameterLayout layout,
      StepContext context) {
    float rate = (float) context.learningRate();
    if (momentum == 0) {
      Blocks.update(
          parameters,
          gradients,
          state,
          layout,
          (values, gradient, slots, length) -> {
            decay(gradient, values, length);
            descend(values, gradient, rate, length);
          });
      return;
    }

    float keep = context.step() == 0 ? 0 : (float) momentum;
    float take = context.step() == 0 ? 1 : (float) (1 - dampening);
    Blocks.update(
        parameters,
        gradients,
        state,
        layout,
        (values, gradient, slots, length) -> {
          decay(gradient, values, length);
          accumulate(slots[0], gradient, keep, take, length);
          descend(values, direction(gradient, slots[0], length), rate, length);
        });
  }

  private void decay(float[] gradient, float[] values, int length) {
    float decay = (float) weightDecay;
    for (int i = 0; i < length; i++) {
      gradient[i] += decay * values[i];
    }
  }

  private static void accumulate(
      float[] buffer, float[] gradient, float keep, float take, int length) {
    for (int i = 0; i < length; i++) {
      buffer[i] = keep * buffer[i] + take * gradient[i];
    }
  }

  private float[] direction(float[] gradient, float[] buffer, int length) {
    if (!nesterov) {
      return buffer;
    }

    float factor = (float) momentum;
    for (int i = 0; i < length; i++) {
      gradient[i] += factor * buffer[i];
    }

    return gradient;
  }

  private static void descend(float[] values, float[] direction, float rate, int length) {
    for (int i = 0; i < length; i++) {
      values[i] -= rate * direction[i];
    }
  }

  private static void checkNotNegative(String name, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException(name + " must be at least 0, got " + value);
    }
  }
}
