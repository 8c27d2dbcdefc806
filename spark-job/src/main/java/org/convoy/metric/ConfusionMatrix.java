package org.convoy.metric;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How many samples of each class were taken for which: the cells that are not 0, of which there are
 * no more than samples, however many classes there are.
 *
 * @param counts of cells; by label, then by what was predicted
 */
public record ConfusionMatrix(SortedMap<Cell, Long> counts) {
  static final ConfusionMatrix EMPTY = new ConfusionMatrix(new TreeMap<>());

  public ConfusionMatrix {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  /** The class of a sample and the one that it was taken for. */
  public record Cell(int label, int predicted) implements Comparable<Cell> {
    private static final Comparator<Cell> ORDER =
        Comparator.comparingInt(Cell::label).thenComparingInt(Cell::predicted);

    @Override
    public int compareTo(Cell other) {
      return ORDER.compare(this, other);
    }
  }

  /** Samples of a class that were taken for one; 0 where there is none. */
  public long count(int label, int predicted) {
    return counts.getOrDefault(new Cell(label, predicted), 0L);
  }

  ConfusionMatrix plus(ConfusionMatrix other) {
    SortedMap<Cell, Long> sum = new TreeMap<>(counts);
    other.counts.forEach((cell, count) -> sum.merge(cell, count, Long::sum));
    return new ConfusionMatrix(sum);
  }

  /** As a square of counts, rows of the true classes, as scikit-learn has it. */
  public long[][] rows(int classes) {
    long[][] rows = new long[classes][classes];
    counts.forEach((cell, count) -> rows[cell.label()][cell.predicted()] = count);
    return rows;
  }

  /**
   * What is said of each class.
   *
   * @param names in the order of the labels
   */
  public List<ClassMetrics> classes(List<String> names) {
    long[] own = new long[names.size()];
    long[] support = new long[names.size()];
    long[] predicted = new long[names.size()];
    for (Map.Entry<Cell, Long> entry : counts.entrySet()) {
      Cell cell = entry.getKey();
      support[cell.label()] += entry.getValue();
      predicted[cell.predicted()] += entry.getValue();
      own[cell.label()] += cell.label() == cell.predicted() ? entry.getValue() : 0;
    }

    return IntStream.range(0, names.size())
        .mapToObj(
            label ->
                ClassMetrics.of(names.get(label), own[label], support[label], predicted[label]))
        .toList();
  }
}
