package org.convoy.nn.loss;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * The loss of a network with auxiliary classifiers, all of them on the same targets: {@code
 * loss(logits) + 0.3 * loss(aux1) + 0.3 * loss(aux2)}, as torchvision trains GoogLeNet. An
 * example's outputs are the network's own logits, then those of each auxiliary classifier; correct
 * is what the network's own get right.
 */
public final class AuxiliaryLoss implements Loss {
  private final Loss loss;
  private final double[] factors;

  /**
   * Of a loss.
   *
   * @param weights the factor of each auxiliary classifier's loss
   */
  public AuxiliaryLoss(Loss loss, double... weights) {
    this.loss = requireNonNull(loss, "loss is null");
    factors = new double[1 + weights.length];
    factors[0] = 1;
    System.arraycopy(weights, 0, factors, 1, weights.length);
  }

  @Override
  public boolean ignores(int label) {
    return loss.ignores(label);
  }

  @Override
  public LossValue of(double[] outputs, Targets targets) {
    List<LossValue> parts = new ArrayList<>();
    for (int i = 0; i < factors.length; i++) {
      parts.add(loss.of(logits(outputs, i, targets.examples()), targets));
    }

    return LossValue.sum(parts, factors, targets.examples());
  }

  /** The logits of one classifier, [examples, classes]. */
  private double[] logits(double[] outputs, int classifier, int examples) {
    double[] logits = new double[outputs.length / factors.length];
    int classes = logits.length / examples;
    for (int example = 0; example < examples; example++) {
      int start = (example * factors.length + classifier) * classes;
      System.arraycopy(outputs, start, logits, example * classes, classes);
    }

    return logits;
  }
}
