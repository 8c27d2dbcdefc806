package org.convoy.config;

import java.time.Duration;
import java.util.Optional;
import org.convoy.config.binding.Key;
import org.convoy.state.Metric;
import org.convoy.state.Objective;

/** When checkpoints are written and which of them stay. */
public record CheckpointConfig(
    @Key(
            changeable = true,
            defaultValue = "0",
            min = 0,
            description =
                "Rounds between checkpoints within an epoch; 0: only at the end of epochs")
        int everyRounds,
    @Key(
            changeable = true,
            defaultValue = "3",
            min = 1,
            description = "How many of the newest checkpoints are kept")
        int keepLast,
    @Key(
            changeable = true,
            defaultValue = "1",
            min = 0,
            description =
                "How many checkpoints of the best epochs are kept besides; the first of them is"
                    + " what checkpoints/best points to. 0: none")
        int keepBest,
    @Key(
            changeable = true,
            defaultValue = "validation-accuracy",
            description = "What makes an epoch better than another; of equal ones, the earliest")
        Metric bestMetric,
    @Key(
            changeable = true,
            unset = "max for accuracies, min for losses",
            description = "Whether large or small values of bestMetric are the good ones")
        Optional<Objective.Mode> bestMode,
    @Key(
            changeable = true,
            defaultValue = "10",
            min = 0,
            max = 1e6,
            description =
                "For how long a file system that does not answer is asked again, before the"
                    + " training stops with exit code 75")
        double retryMinutes) {

  private static final double SECONDS_PER_MINUTE = 60;

  /** For how long a file system that does not answer is asked again. */
  public Duration patience() {
    return Duration.ofSeconds((long) (retryMinutes * SECONDS_PER_MINUTE));
  }

  /** What the best epochs are the best in. */
  public Objective objective() {
    return Objective.of(bestMetric, bestMode);
  }
}
