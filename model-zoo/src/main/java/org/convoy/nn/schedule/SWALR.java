package org.convoy.nn.schedule;

import static java.util.Objects.requireNonNull;

import org.convoy.common.argument.Bounds;

/**
 * PyTorch's {@code torch.optim.swa_utils.SWALR}: from one learning rate to that of stochastic
 * weight averaging, at which it stays (Izmailov et al., <a
 * href="https://arxiv.org/abs/1803.05407">Averaging Weights Leads to Wider Optima and Better
 * Generalization</a>).
 *
 * @param baseLearningRate learning rate of step 0
 * @param swaLearningRate learning rate after the annealing
 * @param annealEpochs steps of the annealing; 0: none, from step 0 on
 * @param annealing the way
 */
public record SWALR(
    double baseLearningRate, double swaLearningRate, long annealEpochs, Annealing annealing)
    implements LearningRateSchedule {

  public SWALR {
    Bounds.NOT_NEGATIVE.check("baseLearningRate", baseLearningRate);
    Bounds.NOT_NEGATIVE.check("swaLearningRate", swaLearningRate);
    Bounds.NOT_NEGATIVE.check("annealEpochs", annealEpochs);
    requireNonNull(annealing, "annealing is null");
  }

  @Override
  public double learningRate(long step) {
    double fraction = annealEpochs == 0 ? 1 : Math.min(1, (double) step / annealEpochs);
    return annealing.between(baseLearningRate, swaLearningRate, fraction);
  }
}
