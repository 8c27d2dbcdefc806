package org.convoy.sweep;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convoy.state.EpochMetrics;
import org.convoy.state.Metric;
import org.convoy.state.Objective;

/**
 * What came of a trial so far.
 *
 * @param trial its number
 * @param run its folder
 * @param settings the keys that differ, with their values
 * @param epochs that it was trained for
 * @param value of the sweep's metric in its best epoch; null before there is one
 * @param bestEpoch from 1; null likewise
 * @param problem why it failed; null when it did not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Outcome(
    int trial,
    String run,
    Map<String, String> settings,
    int epochs,
    Double value,
    Integer bestEpoch,
    String problem) {
  public Outcome {
    settings = Map.copyOf(settings);
  }

  /**
   * Of a trial.
   *
   * @param history of its epochs
   * @param epochs that count: what came after them, before the sweep was interrupted, does not yet
   * @param problem why it failed; null when it did not
   */
  public static Outcome of(
      Trial trial,
      String run,
      List<EpochMetrics> history,
      int epochs,
      Objective objective,
      String problem) {
    List<EpochMetrics> counting = history.subList(0, Math.min(history.size(), epochs));
    Metric metric = objective.metric();
    Optional<EpochMetrics> best =
        counting.stream()
            .filter(epoch -> Double.isFinite(metric.of(epoch)))
            .min(objective.bestFirst());
    return new Outcome(
        trial.number(),
        run,
        trial.settings(),
        counting.size(),
        best.map(metric::of).orElse(null),
        best.map(epoch -> epoch.epoch() + 1).orElse(null),
        problem);
  }

  private boolean isFailed() {
    return problem != null;
  }

  /**
   * The best first; of equal ones that with the lower number. After them those without a value, and
   * last those that failed, whatever they came to before.
   */
  static Comparator<Outcome> bestFirst(Objective objective) {
    Comparator<Double> values =
        objective.mode() == Objective.Mode.MAX
            ? Comparator.reverseOrder()
            : Comparator.naturalOrder();
    return Comparator.comparing(Outcome::isFailed)
        .thenComparing(Outcome::value, Comparator.nullsLast(values))
        .thenComparing(Outcome::trial);
  }
}
