package org.convoy.config;

import java.util.Optional;
import org.convoy.train.sync.OuterOptimizer;
import org.convoy.train.sync.OuterOptimizer.LookAhead;

/** The optimizer that takes the way from a round's start to the workers' mean for a gradient. */
public record OuterConfig(
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
            unset = "`false`",
            description =
                "Nesterov's momentum, in units of the parameters: DiLoCo; without it, the momentum"
                    + " is in units of the learning rate of each round's first step: SlowMo")
        Optional<Boolean> nesterov) {

  OuterConfig withDefaults() {
    boolean ahead = nesterov.orElse(false);
    return new OuterConfig(
        learningRate.or(() -> Optional.of(ahead ? 0.7 : 1.0)),
        momentum.or(() -> Optional.of(ahead ? 0.9 : 0.5)),
        Optional.of(ahead));
  }

  boolean isSet(String key) {
    return ((Optional<?>) Records.component(this, key)).isPresent();
  }

  /** The settings of slowmo. */
  public OuterOptimizer toOptimizer() {
    return new OuterOptimizer(
        learningRate.orElseThrow(),
        momentum.orElseThrow(),
        nesterov.orElseThrow() ? LookAhead.NESTEROV : LookAhead.NONE);
  }
}
