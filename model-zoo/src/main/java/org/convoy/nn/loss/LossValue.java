package org.convoy.nn.loss;

import java.util.List;

/** What a loss says of a batch. */
public final class LossValue {
  private final double lossSum;
  private final int correct;
  private final double[] losses;
  private final double[] gradient;

  private LossValue(double lossSum, int correct, double[] losses, double[] gradient) {
    this.lossSum = lossSum;
    this.correct = correct;
    this.losses = losses;
    this.gradient = gradient;
  }

  /**
   * From unreduced losses.
   *
   * @param losses of each example; changed
   * @param gradient of their sum by the outputs; changed
   * @param normalizer what the mean divides their sum by
   */
  static LossValue reduced(
      Reduction reduction, double normalizer, double[] losses, double[] gradient, int correct) {
    double sum = 0;
    double share = reduction == Reduction.SUM ? 1 : losses.length / normalizer;
    for (int i = 0; i < losses.length; i++) {
      losses[i] *= share;
      sum += losses[i];
    }

    for (int i = 0; reduction == Reduction.MEAN && i < gradient.length; i++) {
      gradient[i] /= normalizer;
    }

    return new LossValue(sum, correct, losses, gradient);
  }

  /**
   * A weighted sum of losses of the same examples, whose outputs lie side by side. What is correct
   * is what the first says.
   *
   * @param factors one for each part
   */
  static LossValue sum(List<LossValue> parts, double[] factors) {
    LossValue first = parts.get(0);
    double sum = 0;
    double[] losses = new double[first.losses.length];
    double[] gradient = new double[first.gradient.length * parts.size()];
    int count = first.gradient.length / losses.length;
    for (int part = 0; part < factors.length; part++) {
      LossValue value = parts.get(part);
      sum += factors[part] * value.lossSum;
      for (int example = 0; example < losses.length; example++) {
        losses[example] += factors[part] * value.losses[example];
        int start = (example * factors.length + part) * count;
        for (int i = 0; i < count; i++) {
          gradient[start + i] = factors[part] * value.gradient[example * count + i];
        }
      }
    }

    return new LossValue(sum, first.correct, losses, gradient);
  }

  /** See {@link #correct()}. */
  static int correct(Loss loss, double[] outputs, Targets targets) {
    int correct = 0;
    int count = outputs.length / targets.examples();
    for (int example = 0; example < targets.examples(); example++) {
      int label = targets.classOf(example);
      boolean ignored = targets.areClasses() && loss.ignores(label);
      correct += !ignored && largest(outputs, example * count, count) == label ? 1 : 0;
    }

    return correct;
  }

  /** Index, within the row, of its first largest value. */
  static int largest(double[] values, int row, int count) {
    int largest = 0;
    for (int i = 1; i < count; i++) {
      if (values[row + i] > values[row + largest]) {
        largest = i;
      }
    }

    return largest;
  }

  /**
   * The loss of the batch as a sum over its examples: PyTorch's mean times their number, or
   * PyTorch's sum.
   */
  public double lossSum() {
    return lossSum;
  }

  /**
   * Examples whose largest output is at their class, or at their largest target; the first of
   * equals counts. An example that the loss ignores is none of them.
   */
  public int correct() {
    return correct;
  }

  /** Each example's part of {@link #lossSum}. */
  public double[] losses() {
    return losses.clone();
  }

  /** Gradient of the reduced loss by the outputs, example by example. */
  public double[] gradient() {
    return gradient.clone();
  }
}
