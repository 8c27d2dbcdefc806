package org.convoy.nn.loss;

import static java.util.Objects.requireNonNull;

/** A loss that adds up a function of the difference between each output and its target. */
abstract class DifferenceLoss implements Loss {
  private final Reduction reduction;

  DifferenceLoss(Reduction reduction) {
    this.reduction = requireNonNull(reduction, "reduction is null");
  }

  abstract double loss(double difference);

  abstract double slope(double difference);

  @Override
  public final LossValue of(double[] outputs, Targets targets) {
    int count = outputs.length / targets.examples();
    double[] losses = new double[outputs.length];
    double[] gradient = new double[outputs.length];
    for (int i = 0; i < outputs.length; i++) {
      double difference = outputs[i] - targets.value(i / count, i % count, count);
      losses[i] = loss(difference);
      gradient[i] = slope(difference);
    }

    return LossValue.reduced(
        reduction, outputs.length, losses, gradient, LossValue.correct(this, outputs, targets));
  }
}
