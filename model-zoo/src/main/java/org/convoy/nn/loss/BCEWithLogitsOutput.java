package org.convoy.nn.loss;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;
import org.convoy.common.argument.Bounds;
import org.convoy.nn.loss.BCEWithLogitsLoss.Classes;

/**
 * The end of a network that is trained on {@link BCEWithLogitsLoss}; the graph's output is its
 * input.
 */
public final class BCEWithLogitsOutput extends LossOutput {
  private double labelSmoothing;

  /** Null for none. */
  private Double targetThreshold;

  private Classes classes = Classes.MEAN;
  private Reduction reduction = Reduction.MEAN;

  /** PyTorch's defaults. */
  public BCEWithLogitsOutput() {}

  /** As {@link BCEWithLogitsLoss}. */
  public BCEWithLogitsOutput(
      double labelSmoothing, OptionalDouble targetThreshold, Classes classes, Reduction reduction) {
    this.labelSmoothing = Bounds.SHARE.check("Label smoothing", labelSmoothing);
    this.targetThreshold =
        targetThreshold.isEmpty() ? null : (Double) targetThreshold.getAsDouble();
    this.classes = requireNonNull(classes, "classes is null");
    this.reduction = checkReduction(reduction);
  }

  @Override
  public Loss evaluationLoss() {
    return new BCEWithLogitsLoss(
        labelSmoothing,
        targetThreshold == null ? OptionalDouble.empty() : OptionalDouble.of(targetThreshold),
        classes,
        reduction);
  }
}
