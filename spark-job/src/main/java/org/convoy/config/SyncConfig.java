package org.convoy.config;

import java.time.Duration;
import java.util.Optional;
import org.convoy.config.StrategyConfig.GradientConfig;
import org.convoy.config.binding.Key;
import org.convoy.config.binding.Problems;
import org.convoy.config.binding.SectionCheck;
import org.convoy.strategy.Precision;
import org.convoy.strategy.SyncInterval;

/** How and when one state is made of the workers' states. */
public record SyncConfig(
    @Key(
            defaultValue = "10",
            min = 1,
            description =
                "Steps of every worker between two synchronisations: one round. A round ends with"
                    + " the epoch at the latest")
        int every,
    @Key(
            chosenBy = "strategy",
            defaultValue = "average",
            description =
                "average: mean of the workers' parameters, weighted by their examples;"
                    + " slowmo: the same, moved on by an outer momentum (see sync.outer);"
                    + " gradient: mean of the workers' gradients in each step, as if one worker had"
                    + " the batches of all")
        StrategyConfig strategy,
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
    @Key(
            defaultValue = "auto",
            changeable = true,
            description =
                "job: each round is a Spark job, in which the driver sends the state and takes the"
                    + " mean; direct: one job has many rounds, between which workers stay where they"
                    + " are and take the mean among themselves, the same bytes sooner; auto: direct"
                    + " on executors that have a task slot for each worker, without dynamic"
                    + " allocation, speculation and sync.compress")
        Transport transport,
    @Key(
            defaultValue = "1800",
            min = 1,
            changeable = true,
            description =
                "How much longer than the others a worker may take for a round of a direct exchange,"
                    + " before the rounds since the driver last had the state are trained again; one"
                    + " that ends is noticed at once, and one whose process stands still by Spark")
        int timeoutSeconds)
    implements SectionCheck {

  /** What takes the mean of the workers' vectors. */
  public enum Transport {
    AUTO,
    DIRECT,
    JOB
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

  /** When rounds of one step end and those of {@code sync.every} steps begin. */
  public record PostLocalConfig(
      @Key(
              min = 1,
              unset = "`sync.every` from the start",
              description = "Epochs of rounds of one step, after which sync.every holds")
          Optional<Integer> epoch,
      @Key(
              above = 0,
              below = 1,
              unset = "`sync.every` from the start",
              description = "The same as a share of the training's steps, in place of the epoch")
          Optional<Double> fraction)
      implements SectionCheck {

    @Override
    public void check(Problems problems) {
      if (epoch.isPresent() && fraction.isPresent()) {
        problems.add(
            "fraction", "cannot be combined with sync.postLocal.epoch; set one of them to null");
      }
    }

    private boolean isSet() {
      return epoch.isPresent() || fraction.isPresent();
    }

    /** The key that is set, within sync. */
    private String key() {
      return epoch.isPresent() ? "postLocal.epoch" : "postLocal.fraction";
    }

    /** Index of the first step of longer rounds, over the whole training. */
    private long firstStep(int epochs, long stepsPerEpoch) {
      return epoch
          .map(whole -> whole * stepsPerEpoch)
          .orElseGet(() -> (long) Math.ceil(fraction.orElseThrow() * epochs * stepsPerEpoch));
    }
  }

  /** How rounds grow as the learning rate falls. */
  public record QuadraticConfig(
      @Key(
              above = 0,
              unset = "rounds do not follow the learning rate",
              description =
                  "A round has the larger of sync.every and (this / learning rate)² steps, rounded"
                      + " down; in the warm-up, the learning rate is that of its end")
          Optional<Double> coefficient) {}

  @Override
  public void check(Problems problems) {
    if (strategy instanceof GradientConfig) {
      checkGradient(problems);
    }

    if (transport == Transport.DIRECT && compress != Compression.NONE) {
      problems.add("compress", "cannot be combined with sync.transport = direct");
    }

    if (postLocal.isSet() && every == 1) {
      problems.add(postLocal.key(), "has no effect with sync.every = 1");
    }

    if (postLocal.isSet() && qsr.coefficient().isPresent()) {
      problems.add("qsr.coefficient", "cannot be combined with sync." + postLocal.key());
    }
  }

  private void checkGradient(Problems problems) {
    if (every != 1) {
      problems.add(
          "every", "must be 1 for sync.strategy = gradient, which synchronises in each step");
    }

    if (compress != Compression.NONE) {
      problems.add("compress", "is no setting of sync.strategy = gradient");
    }

    if (qsr.coefficient().isPresent()) {
      problems.add("qsr.coefficient", "is no setting of sync.strategy = gradient");
    }
  }

  /** How long a worker may keep the others waiting. */
  public Duration timeout() {
    return Duration.ofSeconds(timeoutSeconds);
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
    if (postLocal.isSet()) {
      return SyncInterval.postLocal(postLocal.firstStep(epochs, stepsPerEpoch), every);
    }

    return qsr.coefficient()
        .map(coefficient -> SyncInterval.quadratic(every, coefficient))
        .orElseGet(() -> SyncInterval.fixed(every));
  }
}
