package org.convoy.nn.network;

import org.convoy.nn.loss.LossValue;
import org.convoy.nn.loss.Targets;

/**
 * What a batch gave.
 *
 * @param examples size of the batch
 * @param lossSum sum over the examples of the loss: mean times examples, or the sum where the loss
 *     is one
 * @param correct examples whose largest logit is at their label or largest target
 */
public record StepMetrics(int examples, double lossSum, int correct) {
  static StepMetrics of(Targets targets, LossValue loss) {
    return new StepMetrics(targets.examples(), loss.lossSum(), loss.correct());
  }
}
