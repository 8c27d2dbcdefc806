package org.convoy.nn.loss;

import java.util.List;

/** What a loss says of a batch. */
public final class LossValue {
  private final Reduction reduction;
  private final double lossSum;
  private final double lossWeight;
  private final int correct;
  private final double[] losses;
  private final double[] gradient;

  private LossValue(
      Reduction reduction,
      double lossSum,
      double lossWeight,
      int correct,
      double[] losses,
      double[] gradient) {
    this.reduction = reduction;
    this.lossSum = lossSum;
    this.lossWeight = lossWeight;
    this.correct = correct;
    this.losses = losses;
    this.gradient = gradient;
  }

  /**
   * From unreduced losses.
   *
   * @param lossWeight what the mean divides their sum by; where it is 0, as of examples that are
   *     all ignored, the mean is NaN and its gradient 0
   * @param losses as PyTorch gives them without a reduction
   * @param gradient of their sum by the outputs; changed
   */
  static LossValue reduced(
      Reduction reduction, double lossWeight, double[] losses, double[] gradient, int correct) {
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }

    for (int i = 0; reduction == Reduction.MEAN && i < gradient.length; i++) {
      gradient[i] = lossWeight == 0 ? 0 : gradient[i] / lossWeight;
    }

    return new LossValue(reduction, sum, lossWeight, correct, losses, gradient);
  }

  /**
   * A weighted sum of losses of the same examples, whose outputs lie side by side. What is correct
   * is what the first says.
   *
   * @param factors one for each part
   */
  static LossValue sum(List<LossValue> parts, double[] factors, int examples) {
    LossValue first = parts.get(0);
    double sum = 0;
    double[] losses = new double[first.losses.length];
    double[] gradient = new double[first.gradient.length * factors.length];
    int count = first.gradient.length / examples;
    for (int part = 0; part < factors.length; part++) {
      LossValue value = parts.get(part);
      sum += factors[part] * value.lossSum;
      for (int i = 0; i < losses.length; i++) {
        losses[i] += factors[part] * value.losses[i];
      }

      for (int i = 0; i < value.gradient.length; i++) {
        int output = (i / count * factors.length + part) * count + i % count;
        gradient[output] = factors[part] * value.gradient[i];
      }
    }

    return new LossValue(first.reduction, sum, first.lossWeight, first.correct, losses, gradient);
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

  /** The reduced loss, of which {@link #gradient} is the gradient; without a reduction the sum. */
  public double value() {
    return reduction == Reduction.MEAN ? mean() : lossSum;
  }

  /** The mean, whatever the reduction: {@link #lossSum} divided by {@link #lossWeight}. */
  public double mean() {
    return lossSum / lossWeight;
  }

  /** The sum of the losses, whatever the reduction, each times the weight of its class. */
  public double lossSum() {
    return lossSum;
  }

  /**
   * What PyTorch's mean divides the sum by: the number of losses or, where classes have weights or
   * are ignored, the sum of the weights of those that count.
   */
  public double lossWeight() {
    return lossWeight;
  }

  /**
   * Examples whose largest output is at their class, or at their largest target; the first of
   * equals counts. An example that the loss ignores is none of them.
   */
  public int correct() {
    return correct;
  }

  /**
   * The losses without a reduction: of each example or, where every output has a loss of its own,
   * of each output.
   */
  public double[] losses() {
    return losses.clone();
  }

  /** Gradient of {@link #value} by the outputs, example by example. */
  public double[] gradient() {
    return gradient.clone();
  }
}
