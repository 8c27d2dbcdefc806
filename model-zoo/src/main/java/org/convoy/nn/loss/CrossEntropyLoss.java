package org.convoy.nn.loss;

import static java.util.Objects.requireNonNull;

/**
 * Softmax cross-entropy of logits, PyTorch's {@code CrossEntropyLoss}. Where targets are classes,
 * its mean is weighted by the classes' weights and leaves out ignored examples; where they are
 * probabilities, it divides by the number of examples, whatever the weights.
 */
public final class CrossEntropyLoss implements Loss {
  /** Examples of this class are left out unless another is chosen, as in PyTorch. */
  public static final int DEFAULT_IGNORE_INDEX = -100;

  private final double[] classWeights;
  private final double labelSmoothing;
  private final int ignoreIndex;
  private final Reduction reduction;

  /**
   * All settings.
   *
   * @param classWeights a factor for each class's part of the loss; null for ones
   * @param labelSmoothing the share, from 0 to 1, of the uniform distribution in the targets
   * @param ignoreIndex the class, real or not, whose examples are left out
   */
  public CrossEntropyLoss(
      double[] classWeights, double labelSmoothing, int ignoreIndex, Reduction reduction) {
    this.classWeights = classWeights == null ? null : classWeights.clone();
    this.labelSmoothing = labelSmoothing;
    this.ignoreIndex = ignoreIndex;
    this.reduction = requireNonNull(reduction, "reduction is null");
  }

  /** Without weights, the mean over the batch. */
  public static CrossEntropyLoss withLabelSmoothing(double labelSmoothing) {
    return new CrossEntropyLoss(null, labelSmoothing, DEFAULT_IGNORE_INDEX, Reduction.MEAN);
  }

  @Override
  public boolean ignores(int label) {
    return label == ignoreIndex;
  }

  @Override
  public LossValue of(double[] logits, Targets targets) {
    int classes = logits.length / targets.examples();
    if (classWeights != null && classWeights.length != classes) {
      throw new IllegalArgumentException(
          "There are " + classWeights.length + " class weights for " + classes + " classes");
    }

    double[] losses = new double[targets.examples()];
    double[] gradient = new double[logits.length];
    double weight = 0;
    for (int example = 0; example < losses.length; example++) {
      if (!targets.areClasses()) {
        weight++;
      } else if (ignores(targets.classOf(example))) {
        continue;
      } else {
        weight += weight(targets.classOf(example));
      }

      losses[example] = row(logits, targets, example, classes, gradient);
    }

    return LossValue.reduced(
        reduction, weight, losses, gradient, LossValue.correct(this, logits, targets));
  }

  /** Loss of one example; writes its gradient. */
  private double row(
      double[] logits, Targets targets, int example, int classes, double[] gradient) {
    int row = example * classes;
    double sum = softmax(logits, row, classes, gradient);
    double logSum = logits[row + LossValue.largest(logits, row, classes)] + StrictMath.log(sum);
    double loss = 0;
    double total = 0;
    for (int i = 0; i < classes; i++) {
      double target = smooth(targets.value(example, i, classes), classes) * weight(i);
      total += target;
      loss += target == 0 ? 0 : target * (logSum - logits[row + i]);
    }

    for (int i = 0; i < classes; i++) {
      double target = smooth(targets.value(example, i, classes), classes) * weight(i);
      gradient[row + i] = gradient[row + i] * total - target;
    }

    return loss;
  }

  private double weight(int label) {
    return classWeights == null ? 1 : classWeights[label];
  }

  private double smooth(double target, int classes) {
    return target * (1 - labelSmoothing) + labelSmoothing / classes;
  }

  /** The softmax of each example's logits. */
  public static double[] probabilities(double[] logits, int classes) {
    double[] probabilities = new double[logits.length];
    for (int row = 0; row < logits.length; row += classes) {
      softmax(logits, row, classes, probabilities);
    }

    return probabilities;
  }

  /**
   * Writes the softmax of a row; returns the sum of the exponentials after the maximum was
   * subtracted. StrictMath, so that every machine and compiler tier gives the same bits.
   */
  private static double softmax(double[] logits, int row, int classes, double[] probabilities) {
    double maximum = logits[row + LossValue.largest(logits, row, classes)];
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
}
