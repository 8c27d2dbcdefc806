package org.convoy.train.config;

import java.io.Serializable;

/** The optimizer of every worker; PyTorch's semantics. */
public record OptimizerConfig(
    @Key(defaultValue = "sgd", description = "Optimizer") Name name,
    @Key(
            defaultValue = "0.05",
            above = 0,
            description = "Learning rate that the schedule starts from")
        double learningRate,
    @Key(defaultValue = "0.9", min = 0, max = 1, description = "Momentum; 0: none") double momentum,
    @Key(defaultValue = "0", min = 0, max = 1, description = "Dampening of the momentum")
        double dampening,
    @Key(
            defaultValue = "false",
            description = "Nesterov momentum; needs momentum above 0 and dampening 0")
        boolean nesterov,
    @Key(
            defaultValue = "0.0005",
            min = 0,
            description = "Weight decay: this times the parameters is added to the gradients")
        double weightDecay)
    implements SectionCheck, Serializable {

  /** Optimizers, by PyTorch's names. */
  public enum Name {
    SGD
  }

  @Override
  public void check(Problems problems) {
    if (nesterov && momentum == 0) {
      problems.add("nesterov", "needs optimizer.momentum above 0, which is 0");
    } else if (nesterov && dampening != 0) {
      problems.add(
          "nesterov", "needs optimizer.dampening = 0, which is " + Numbers.format(dampening));
    }
  }
}
