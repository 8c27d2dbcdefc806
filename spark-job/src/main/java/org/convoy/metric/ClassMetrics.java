package org.convoy.metric;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How well one class is told from the others, as scikit-learn's {@code classification_report} has
 * it: what would be divided by 0 is 0.
 *
 * @param name of the class
 * @param support its samples
 * @param precision the share of its own among the samples that were taken for it, 0 … 1
 * @param recall the share of its samples that were taken for it, 0 … 1
 * @param f1 the harmonic mean of both
 */
public record ClassMetrics(String name, long support, double precision, double recall, double f1) {
  /**
   * From counts.
   *
   * @param own samples of the class that were taken for it
   * @param predicted samples that were taken for it
   */
  static ClassMetrics of(String name, long own, long support, long predicted) {
    return new ClassMetrics(
        name,
        support,
        share(own, predicted),
        share(own, support),
        share(2 * own, support + predicted));
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  /** The mean over classes, each as important as the others ("macro avg"). */
  public static ClassMetrics mean(String name, List<ClassMetrics> classes) {
    return new ClassMetrics(
        name,
        classes.stream().mapToLong(ClassMetrics::support).sum(),
        mean(classes, ClassMetrics::precision),
        mean(classes, ClassMetrics::recall),
        mean(classes, ClassMetrics::f1));
  }

  private static double mean(List<ClassMetrics> classes, ToDoubleFunction<ClassMetrics> value) {
    return classes.stream().mapToDouble(value).average().orElse(0);
  }
}
