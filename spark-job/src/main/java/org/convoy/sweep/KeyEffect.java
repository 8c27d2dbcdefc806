package org.convoy.sweep;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How the metric of a sweep goes with a key.
 *
 * @param key that differs between trials
 * @param correlation Spearman's, between the key and the metric, -1 … 1, where its values are
 *     numbers; null else, and where all are the same
 * @param means of the metric, by value of a key with few of them, of which some occur more often
 *     than once; null of others
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyEffect(String key, Double correlation, Map<String, Double> means) {
  private static final int FEW = 8;

  /** Of all keys that tell something, over trials that got to the end of the same epoch. */
  static List<KeyEffect> of(List<Outcome> outcomes) {
    List<Outcome> compared =
        outcomes.stream()
            .filter(outcome -> outcome.value() != null && outcome.problem() == null)
            .toList();
    return compared.stream()
        .flatMap(outcome -> outcome.settings().keySet().stream())
        .distinct()
        .sorted()
        .map(key -> of(key, compared))
        .filter(effect -> effect.correlation() != null || effect.means() != null)
        .toList();
  }

  private static KeyEffect of(String key, List<Outcome> outcomes) {
    Map<String, Double> means =
        outcomes.stream()
            .collect(
                Collectors.groupingBy(
                    outcome -> outcome.settings().get(key),
                    TreeMap::new,
                    Collectors.averagingDouble(Outcome::value)));
    return new KeyEffect(
        key, correlation(key, outcomes), isTelling(means, outcomes.size()) ? means : null);
  }

  private static boolean isTelling(Map<String, Double> means, int trials) {
    return means.size() > 1 && means.size() <= FEW && means.size() < trials;
  }

  private static Double correlation(String key, List<Outcome> outcomes) {
    List<Double> values = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      Optional<Double> value = number(outcome.settings().get(key));
      if (value.isEmpty()) {
        return null;
      }

      values.add(value.get());
    }

    double found = pearson(ranks(values), ranks(outcomes.stream().map(Outcome::value).toList()));
    return Double.isFinite(found) ? found : null;
  }

  private static Optional<Double> number(String text) {
    try {
      return Optional.of(Double.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** From 1; equal values share the mean of their ranks. */
  private static double[] ranks(List<Double> values) {
    List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
    return values.stream()
        .mapToDouble(value -> (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2.0 + 1)
        .toArray();
  }

  private static double pearson(double[] first, double[] second) {
    double mean = (first.length + 1) / 2.0;
    double product = 0;
    double firstSquares = 0;
    double secondSquares = 0;
    for (int i = 0; i < first.length; i++) {
      product += (first[i] - mean) * (second[i] - mean);
      firstSquares += (first[i] - mean) * (first[i] - mean);
      secondSquares += (second[i] - mean) * (second[i] - mean);
    }

    return product / Math.sqrt(firstSquares * secondSquares);
  }
}
