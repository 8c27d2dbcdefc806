package org.convoy.nn.schedule;

import org.convoy.common.argument.Bounds;

/**
 * PyTorch's ConstantLR: times factor in the first totalIters steps, then the base learning rate.
 *
 * @param baseLearningRate learning rate from step totalIters on
 * @param factor factor before, above 0 and at most 1; 1 gives a learning rate that never changes
 * @param totalIters number of steps with the factor; 0: all of them, as in PyTorch
 */
public record ConstantLR(double baseLearningRate, double factor, long totalIters)
    implements LearningRateSchedule {

  public ConstantLR {
    Bounds.NOT_NEGATIVE.check("baseLearningRate", baseLearningRate);
    Bounds.FACTOR.check("factor", factor);
    Bounds.NOT_NEGATIVE.check("totalIters", totalIters);
  }

  /** A learning rate that never changes. */
  public static ConstantLR of(double learningRate) {
    return new ConstantLR(learningRate, 1, 0);
  }

  @Override
  public double learningRate(long step) {
    boolean restored = step >= totalIters && totalIters > 0;
    return restored ? baseLearningRate : baseLearningRate * factor;
  }
}
