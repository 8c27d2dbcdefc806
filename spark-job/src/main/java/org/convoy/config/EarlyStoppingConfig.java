package org.convoy.config;

import java.util.Optional;
import java.util.stream.Stream;
import org.convoy.config.binding.Key;
import org.convoy.config.binding.Problems;
import org.convoy.config.binding.Records;
import org.convoy.config.binding.SectionCheck;
import org.convoy.state.EarlyStopping;
import org.convoy.state.Metric;
import org.convoy.state.Objective;

/**
 * When a training that does not get better ends before its last epoch. The settings get their
 * defaults here when patience is set; without it they are problems.
 */
public record EarlyStoppingConfig(
    @Key(
            changeable = true,
            min = 1,
            unset = "no early stopping",
            description = "Epochs in a row without improvement after which the training ends")
        Optional<Integer> patience,
    @Key(changeable = true, unset = "`validation-loss`", description = "What has to improve")
        Optional<Metric> metric,
    @Key(
            changeable = true,
            unset = "max for accuracies, min for losses",
            description = "Whether large or small values of the metric are the good ones")
        Optional<Objective.Mode> mode,
    @Key(
            changeable = true,
            min = 0,
            unset = "`0`",
            description = "An improvement is better than the best so far by more than this")
        Optional<Double> minDelta)
    implements SectionCheck {

  public EarlyStoppingConfig {
    if (patience.isPresent()) {
      metric = metric.or(() -> Optional.of(Metric.VALIDATION_LOSS));
      minDelta = minDelta.or(() -> Optional.of(0.0));
    }
  }

  @Override
  public void check(Problems problems) {
    if (patience.isEmpty()) {
      Stream.of("metric", "mode", "minDelta")
          .filter(key -> ((Optional<?>) Records.component(this, key)).isPresent())
          .forEach(key -> problems.add(key, "has no effect without earlyStopping.patience"));
    }
  }

  /** The rule, when there is one. */
  public Optional<EarlyStopping> toRule() {
    return patience.map(
        epochs ->
            new EarlyStopping(
                Objective.of(metric.orElseThrow(), mode), epochs, minDelta.orElseThrow()));
  }
}
