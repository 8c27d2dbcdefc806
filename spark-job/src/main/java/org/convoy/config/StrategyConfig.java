package org.convoy.config;

import java.util.Optional;
import org.convoy.config.binding.Choice;
import org.convoy.config.binding.Key;
import org.convoy.strategy.GradientAveraging;
import org.convoy.strategy.ParameterAveraging;
import org.convoy.strategy.ParameterAveraging.OptimizerStateRule;
import org.convoy.strategy.SlowMo;
import org.convoy.strategy.SlowMo.LookAhead;
import org.convoy.strategy.Strategy;

/** How one state is made of the workers' states. */
public sealed interface StrategyConfig {
  /** What is said of the key that average and slowmo have. */
  String OPTIMIZER_STATE =
      "What becomes of the optimizers' state at a synchronisation: average it like the parameters,"
          + " reset it to zero, or leave it local to its worker, which costs memory and traffic of"
          + " the driver for each worker";

  /** What does it. */
  Strategy toStrategy();

  /** The mean of the workers' states. */
  @Choice(name = "average")
  record AverageConfig(
      @Key(defaultValue = "average", description = OPTIMIZER_STATE)
          OptimizerStateRule optimizerState)
      implements StrategyConfig {
    @Override
    public Strategy toStrategy() {
      return new ParameterAveraging(optimizerState);
    }
  }

  /** The mean, moved on by an outer optimizer. */
  @Choice(name = "slowmo")
  record SlowMoConfig(
      @Key(defaultValue = "average", description = OPTIMIZER_STATE)
          OptimizerStateRule optimizerState,
      @Key(description = "The outer optimizer of slowmo") OuterConfig outer)
      implements StrategyConfig {
    @Override
    public Strategy toStrategy() {
      return new SlowMo(
          optimizerState,
          outer.learningRate().orElseThrow(),
          outer.momentum().orElseThrow(),
          outer.nesterov() ? LookAhead.NESTEROV : LookAhead.NONE);
    }
  }

  /** The mean of the workers' gradients. */
  @Choice(
      name = "gradient",
      defaults = "every = 1",
      without = "one optimizer state is for all workers")
  record GradientConfig() implements StrategyConfig {
    @Override
    public Strategy toStrategy() {
      return new GradientAveraging();
    }
  }

  /** The optimizer that takes the way from a round's start to the workers' mean for a gradient. */
  record OuterConfig(
      @Key(
              above = 0,
              unset = "1, 0.7 with nesterov",
              description = "Outer learning rate: how much of each outer step is taken")
          Optional<Double> learningRate,
      @Key(
              min = 0,
              below = 1,
              unset = "0.5, 0.9 with nesterov",
              description = "Outer momentum; with 0 and a learning rate of 1, slowmo is average")
          Optional<Double> momentum,
      @Key(
              defaultValue = "false",
              description =
                  "Nesterov's momentum, in units of the parameters: DiLoCo; without it, the"
                      + " momentum is in units of the learning rate of each round's first step:"
                      + " SlowMo")
          boolean nesterov) {
    public OuterConfig {
      double rate = nesterov ? 0.7 : 1;
      double weight = nesterov ? 0.9 : 0.5;
      learningRate = learningRate.or(() -> Optional.of(rate));
      momentum = momentum.or(() -> Optional.of(weight));
    }
  }
}
