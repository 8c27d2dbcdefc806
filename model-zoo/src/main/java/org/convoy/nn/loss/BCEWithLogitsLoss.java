package org.convoy.nn.loss;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;
import org.convoy.common.argument.Bounds;

/**
 * Binary cross-entropy of each logit by itself, PyTorch's {@code BCEWithLogitsLoss}, with the
 * targets of timm's {@code BinaryCrossEntropy}: an image may be of several classes, as mixed images
 * are (Wightman et al., <a href="https://arxiv.org/abs/2110.00476">ResNet strikes back</a>).
 */
public final class BCEWithLogitsLoss implements Loss {
  private final double labelSmoothing;
  private final OptionalDouble targetThreshold;
  private final Classes classes;
  private final Reduction reduction;

  /** What becomes of the losses of one example's classes where the examples' mean is taken. */
  public enum Classes {
    /** The mean is over all outputs, as PyTorch's. */
    MEAN,
    /** They are added up, as with timm's sum_classes. */
    SUM
  }

  /**
   * @param labelSmoothing share, from 0 to 1, of the uniform distribution in the targets
   * @param targetThreshold targets above it become 1, others 0, after the smoothing
   */
  public BCEWithLogitsLoss(
      double labelSmoothing, OptionalDouble targetThreshold, Classes classes, Reduction reduction) {
    this.labelSmoothing = Bounds.SHARE.check("Label smoothing", labelSmoothing);
    this.targetThreshold = requireNonNull(targetThreshold, "targetThreshold is null");
    this.classes = requireNonNull(classes, "classes is null");
    this.reduction = requireNonNull(reduction, "reduction is null");
  }

  @Override
  public LossValue of(double[] outputs, Targets targets) {
    int count = outputs.length / targets.examples();
    double[] losses = new double[outputs.length];
    double[] gradient = new double[outputs.length];
    for (int i = 0; i < outputs.length; i++) {
      double logit = outputs[i];
      double target = target(targets.value(i / count, i % count, count), count);
      double tail = Math.exp(-Math.abs(logit));
      losses[i] = Math.max(logit, 0) - logit * target + Math.log1p(tail);
      gradient[i] = (logit < 0 ? tail : 1) / (1 + tail) - target;
    }

    double weight = classes == Classes.SUM ? targets.examples() : outputs.length;
    return LossValue.reduced(
        reduction, weight, losses, gradient, LossValue.correct(this, outputs, targets));
  }

  private double target(double given, int count) {
    double smooth = given * (1 - labelSmoothing) + labelSmoothing / count;
    return targetThreshold.isEmpty() ? smooth : smooth > targetThreshold.getAsDouble() ? 1 : 0;
  }
}
