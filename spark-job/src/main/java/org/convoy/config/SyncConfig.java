package org.convoy.config;

import java.util.Optional;
import java.util.stream.Stream;
import org.convoy.train.sync.OptimizerStateRule;
import org.convoy.train.sync.Precision;
import org.convoy.train.sync.SyncInterval;

/**
 * How and when one state is made of the workers' states. Settings of the chosen strategy that are
 * not set get their defaults here; those of other strategies stay empty, or are problems.
 */
public record SyncConfig(
    @Key(
            defaultValue = "average",
            description =
                "average: mean of the workers' parameters, weighted by their examples;"
                    + " slowmo: the same, moved on by an outer momentum (see sync.outer);"
                    + " gradient: mean of the workers' gradients in each step, as if one worker had"
                    + " the batches of all")
        Strategy strategy,
    @Key(
            min = 1,
            unset = "10, 1 for gradient",
            description =
                "Steps of every worker between two synchronisations: one round. A round ends with"
                    + " the epoch at the latest")
        Optional<Integer> every,
    @Key(
            unset = "`average`",
            description =
                "What becomes of the optimizers' state at a synchronisation of average and slowmo:"
                    + " average it like the parameters, reset it to zero, or leave it local to its"
                    + " worker, which costs memory and traffic of the driver for each worker")
        Optional<OptimizerStateRule> optimizerState,
    @Key(
            defaultValue = "none",
            description =
                "none: vectors travel in single precision; fp16: in half precision, for average and"
                    + " slowmo. What rounding the workers' start takes away stays in the driver's"
                    + " state for the next rounds")
        Compression compress,
    @Key(description = "Rounds of one step at first (post-local SGD)") PostLocalConfig postLocal,
    @Key(description = "Longer rounds at smaller learning rates (quadratic synchronisation rule)")
        QuadraticConfig qsr,
    @Key(description = "The outer optimizer of slowmo") OuterConfig outer)
    implements SectionCheck {
  private static final int DEFAULT_EVERY = 10;

  /** Synchronisation strategies. */
  public enum Strategy {
    AVERAGE,
    SLOWMO,
    GRADIENT
  }

  /** How vectors travel between driver and workers. */
  public enum Compression {
    NONE(Precision.FULL),
    FP16(Precision.HALF);

    private final Precision precision;

    Compression(Precision precision) {
      this.precision = precision;
    }

    public Precision precision() {
      return precision;
    }
  }

  public SyncConfig {
    boolean isGradient = strategy == Strategy.GRADIENT;
    every = every.or(() -> Optional.of(isGradient ? 1 : DEFAULT_EVERY));
    if (!isGradient) {
      optimizerState = optimizerState.or(() -> Optional.of(OptimizerStateRule.AVERAGE));
    }

    if (strategy == Strategy.SLOWMO) {
      outer = outer.withDefaults();
    }
  }

  @Override
  public void check(Problems problems) {
    if (strategy == Strategy.GRADIENT) {
      checkGradient(problems);
    }

    if (strategy != Strategy.SLOWMO) {
      Stream.of("learningRate", "momentum", "nesterov")
          .filter(key -> outer.isSet(key))
          .forEach(key -> problems.add("outer." + key, "is a setting of sync.strategy = slowmo"));
    }

    if (postLocal.isSet() && every.orElseThrow() == 1) {
      problems.add(postLocal.key(), "has no effect with sync.every = 1");
    }

    if (postLocal.isSet() && qsr.coefficient().isPresent()) {
      problems.add("qsr.coefficient", "cannot be combined with sync." + postLocal.key());
    }
  }

  private void checkGradient(Problems problems) {
    if (every.orElseThrow() != 1) {
      problems.add(
          "every", "must be 1 for sync.strategy = gradient, which synchronises in each step");
    }

    if (optimizerState.isPresent()) {
      problems.add(
          "optimizerState",
          "is no setting of sync.strategy = gradient, which has one optimizer state for all");
    }

    if (compress != Compression.NONE) {
      problems.add("compress", "is no setting of sync.strategy = gradient");
    }

    if (qsr.coefficient().isPresent()) {
      problems.add("qsr.coefficient", "is no setting of sync.strategy = gradient");
    }
  }

  /** Whether the rounds of an epoch depend on the number of epochs. */
  public boolean dependsOnEpochs() {
    return postLocal.fraction().isPresent() || qsr.coefficient().isPresent();
  }

  /**
   * When the workers are synchronised.
   *
   * @param epochs of the training
   * @param stepsPerEpoch of each worker
   */
  public SyncInterval toInterval(int epochs, long stepsPerEpoch) {
    int steps = every.orElseThrow();
    if (postLocal.isSet()) {
      return SyncInterval.postLocal(postLocal.firstStep(epochs, stepsPerEpoch), steps);
    }

    return qsr.coefficient()
        .map(coefficient -> SyncInterval.quadratic(steps, coefficient))
        .orElseGet(() -> SyncInterval.fixed(steps));
  }
}
