package org.convoy.run;

import java.util.List;
import org.convoy.metric.ClassMetrics;
import org.convoy.metric.ConfusionMatrix;

/**
 * What a validation gave of each class.
 *
 * @param classes in the order of the labels
 * @param confusion [label, predicted class, samples] of all pairs that occur
 */
public record ValidationClasses(List<ClassMetrics> classes, List<List<Long>> confusion) {
  public ValidationClasses {
    classes = List.copyOf(classes);
    confusion = List.copyOf(confusion);
  }

  /** Of classes with these names. */
  public static ValidationClasses of(ConfusionMatrix confusion, List<String> names) {
    return new ValidationClasses(
        confusion.classes(names),
        confusion.counts().entrySet().stream()
            .map(
                count ->
                    List.of(
                        (long) count.getKey().label(),
                        (long) count.getKey().predicted(),
                        count.getValue()))
            .toList());
  }
}
