package org.convoy.nn.schedule;

import java.util.List;
import org.convoy.common.argument.Bounds;

/**
 * PyTorch's MultiStepLR: times gamma at every milestone, twice where one is given twice.
 *
 * @param baseLearningRate learning rate before the first milestone
 * @param milestones steps at which the learning rate decays, in any order
 * @param gamma factor of each decay
 */
public record MultiStepLR(double baseLearningRate, List<Long> milestones, double gamma)
    implements LearningRateSchedule {

  public MultiStepLR {
    Bounds.NOT_NEGATIVE.check("baseLearningRate", baseLearningRate);
    Bounds.POSITIVE.check("gamma", gamma);
    milestones = List.copyOf(milestones);
  }

  @Override
  public double learningRate(long step) {
    long decays = milestones.stream().filter(milestone -> milestone <= step).count();
    return baseLearningRate * Math.pow(gamma, (double) decays);
  }
}
