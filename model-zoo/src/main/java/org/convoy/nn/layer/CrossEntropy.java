package org.convoy.nn.layer;

/** Softmax cross-entropy over rows of logits, in double precision. */
public final class CrossEntropy {
  private final double lossSum;
  private final int correct;
  private final double[] losses;
  private final double[] gradient;

  private CrossEntropy(double lossSum, int correct, double[] losses, double[] gradient) {
    this.lossSum = lossSum;
    this.correct = correct;
    this.losses = losses;
    this.gradient = gradient;
  }

  /** Sum of the examples' losses. */
  public double lossSum() {
    return lossSum;
  }

  /** Rows whose largest logit is at the label's largest entry; the first of equals counts. */
  public int correct() {
    return correct;
  }

  /** Loss of each example. */
  double[] losses() {
    return losses;
  }

  /** Gradient of the mean loss by the logits, row by row. */
  public double[] gradient() {
    return gradient;
  }

  /** As the other method, for one class an example. */
  public static CrossEntropy of(double[] logits, int[] labels, int classes, double labelSmoothing) {
    double[] targets = new double[labels.length * classes];
    for (int i = 0; i < labels.length; i++) {
      targets[i * classes + labels[i]] = 1;
    }

    return of(logits, targets, classes, labelSmoothing);
  }

  /**
   * Computes the loss of logits [examples, classes] against labels of that shape: each row a
   * distribution over the classes.
   */
  public static CrossEntropy of(
      double[] logits, double[] labels, int classes, double labelSmoothing) {
    int examples = logits.length / classes;
    double[] losses = new double[examples];
    double[] gradient = new double[logits.length];
    double lossSum = 0;
    int correct = 0;
    for (int example = 0; example < examples; example++) {
      int row = example * classes;
      losses[example] = row(logits, labels, row, classes, labelSmoothing, gradient, examples);
      lossSum += losses[example];
      if (largest(logits, row, classes) == largest(labels, row, classes)) {
        correct++;
      }
    }

    return new CrossEntropy(lossSum, correct, losses, gradient);
  }

  private static double row(
      double[] logits,
      double[] labels,
      int row,
      int classes,
      double labelSmoothing,
      double[] gradient,
      int examples) {
    double maximum = logits[row + largest(logits, row, classes)];
    double sum = softmax(logits, row, classes, gradient);
    double logSum = maximum + StrictMath.log(sum);
    double loss = 0;
    double weight = 0;
    for (int i = row; i < row + classes; i++) {
      double target = smooth(labels[i], classes, labelSmoothing);
      weight += target;
      loss += target == 0 ? 0 : target * (logSum - logits[i]);
    }

    for (int i = row; i < row + classes; i++) {
      double target = smooth(labels[i], classes, labelSmoothing);
      gradient[i] = (gradient[i] * weight - target) / examples;
    }

    return loss;
  }

  /**
   * Writes the softmax of a row; returns the sum of the exponentials after the maximum was
   * subtracted. StrictMath, so that every machine and compiler tier gives the same bits.
   */
  static double softmax(double[] logits, int row, int classes, double[] probabilities) {
    double maximum = logits[row + largest(logits, row, classes)];
    double sum = 0;
    for (int i = row; i < row + classes; i++) {
      probabilities[i] = StrictMath.exp(logits[i] - maximum);
      sum += probabilities[i];
    }

    for (int i = row; i < row + classes; i++) {
      probabilities[i] /= sum;
    }

    return sum;
  }

  private static double smooth(double label, int classes, double labelSmoothing) {
    return label * (1 - labelSmoothing) + labelSmoothing / classes;
  }

  private static int largest(double[] values, int row, int classes) {
    int largest = 0;
    for (int i = 1; i < classes; i++) {
      if (values[row + i] > values[row + largest]) {
        largest = i;
      }
    }

    return largest;
  }
}
