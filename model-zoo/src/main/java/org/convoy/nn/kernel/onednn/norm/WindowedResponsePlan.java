package org.convoy.nn.kernel.onednn.norm;

import java.nio.FloatBuffer;
import java.util.List;
import org.convoy.nn.kernel.onednn.plan.JavaStep;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.Tensor;
import org.convoy.nn.op.LocalResponse;

/** Local response normalization in Java, example by example, on channels of side by side pixels. */
final class WindowedResponsePlan extends OperationPlan {
  private final LocalResponse response;

  WindowedResponsePlan(PlanBuilder plan, int node, LocalResponse response) {
    super(plan, node);
    this.response = response;
  }

  private static final double USUAL_BETA = 0.75;

  @Override
  public void forward() {
    Tensor output = plan.recorder().newTensor(plain());
    JavaStep.record(plan, this::normalize, input(), output);
    plan.setOutput(node, output);
  }

  @Override
  public void backward(Tensor outputGradient) {
    Tensor gradient = converted(outputGradient, plain());
    Tensor result = plan.over(gradient);
    JavaStep.record(plan, this::differentiate, input(), gradient, result);
    contribute(result);
  }

  private Layout plain() {
    return Layout.plain(plan.scope(), plan.dimensions(node));
  }

  private Tensor input() {
    return input(plain());
  }

  private int pixels() {
    return plan.imageSize(node).area();
  }

  private int valuesOfExample() {
    return Math.toIntExact(plan.dimensions(node)[1]) * pixels();
  }

  private void normalize(List<FloatBuffer> buffers, long seed) {
    float[] values = new float[valuesOfExample()];
    float[] powers = new float[values.length];
    for (int start = 0; start < buffers.get(0).capacity(); start += values.length) {
      buffers.get(0).get(start, values);
      raise(divisors(values), powers);
      multiply(values, powers);
      buffers.get(1).put(start, values);
    }
  }

  private void differentiate(List<FloatBuffer> buffers, long seed) {
    float[] values = new float[valuesOfExample()];
    float[] gradients = new float[values.length];
    float[] powers = new float[values.length];
    for (int start = 0; start < buffers.get(0).capacity(); start += values.length) {
      buffers.get(0).get(start, values);
      buffers.get(1).get(start, gradients);
      float[] divisors = divisors(values);
      raise(divisors, powers);
      multiply(gradients, powers);
      subtractInfluence(values, divisors, gradients);
      buffers.get(2).put(start, gradients);
    }
  }

  /** {@code k + alpha / size * sum of squares}. */
  private float[] divisors(float[] values) {
    float share = (float) response.share();
    float[] squares = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      squares[i] = share * values[i] * values[i];
    }

    float[] divisors = windowSums(squares, response.before(), response.after());
    for (int i = 0; i < divisors.length; i++) {
      divisors[i] += (float) response.k();
    }

    return divisors;
  }

  /** {@code divisor^-beta}; roots are the same on every machine, and quick. */
  private void raise(float[] divisors, float[] powers) {
    if (response.beta() == USUAL_BETA) {
      for (int i = 0; i < powers.length; i++) {
        float root = (float) Math.sqrt(divisors[i]);
        powers[i] = 1 / (root * (float) Math.sqrt(root));
      }

      return;
    }

    for (int i = 0; i < powers.length; i++) {
      powers[i] = (float) StrictMath.pow(divisors[i], -response.beta());
    }
  }

  /** What each value's part in the divisors of its neighbours takes from its gradient. */
  private void subtractInfluence(float[] values, float[] divisors, float[] gradients) {
    float[] influence = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      influence[i] = gradients[i] * values[i] / divisors[i];
    }

    float factor = (float) (2 * response.beta() * response.share());
    float[] sums =
        windowSums(influence, /* before= */ response.after(), /* after= */ response.before());
    for (int i = 0; i < values.length; i++) {
      gradients[i] -= factor * values[i] * sums[i];
    }
  }

  private float[] windowSums(float[] values, int before, int after) {
    float[] sums = new float[values.length];
    int pixels = pixels();
    for (int shift = -before; shift <= after; shift++) {
      int distance = Math.multiplyExact(shift, pixels);
      int end = values.length - Math.max(0, distance);
      for (int i = Math.max(0, -distance); i < end; i++) {
        sums[i] += values[i + distance];
      }
    }

    return sums;
  }

  private static void multiply(float[] values, float[] factors) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factors[i];
    }
  }
}
