package org.convoy.nn.network;

import org.convoy.nn.loss.LossValue;
import org.convoy.nn.loss.Targets;

/**
 * What a batch gave.
 *
 * @param examples size of the batch
 * @param lossSum sum of the losses, each times its class's weight
 * @param lossWeight what PyTorch's mean divides this sum by: the examples, the sum of their
 *     classes' weights or, for losses of each output, the outputs
 * @param correct examples whose largest logit is at their label or largest target
 */
public record StepMetrics(int examples, double lossSum, double lossWeight, int correct) {
  /** The mean loss, whatever the loss's reduction. */
  public double loss() {
    return lossSum / lossWeight;
  }

  static StepMetrics of(Targets targets, LossValue loss) {
    return new StepMetrics(targets.examples(), loss.lossSum(), loss.lossWeight(), loss.correct());
  }
}
