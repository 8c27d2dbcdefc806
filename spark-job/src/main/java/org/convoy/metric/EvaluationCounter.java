package org.convoy.metric;

import java.util.List;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.convoy.metric.Calibration.Bin;
import org.convoy.metric.ConfusionMatrix.Cell;
import org.convoy.state.Tally;

/** Counts batch by batch. */
public final class EvaluationCounter {
  private static final int TOP = 5;

  private final SortedMap<Cell, Long> confusion = new TreeMap<>();
  private final Bin[] bins =
      IntStream.range(0, Calibration.BINS).mapToObj(bin -> new Bin(0, 0, 0)).toArray(Bin[]::new);
  private final PriorityQueue<Mistake> mistakes = new PriorityQueue<>(Mistake.ORDER.reversed());
  private long correctInFive;

  /**
   * Counts a batch.
   *
   * @param ids of the samples
   * @param labels of the samples
   * @param logits [batch, classes] row by row; where one is not finite the first class is taken as
   *     predicted, and the loss tells of it
   */
  public void add(int[] ids, int[] labels, double[] logits) {
    int classes = logits.length / labels.length;
    for (int example = 0; example < labels.length; example++) {
      add(ids[example], labels[example], logits, example * classes, classes);
    }
  }

  private void add(int id, int label, double[] logits, int row, int classes) {
    int predicted = 0;
    int before = 0;
    for (int i = 0; i < classes; i++) {
      predicted = logits[row + i] > logits[row + predicted] ? i : predicted;
      before += isBefore(i, label, logits, row) ? 1 : 0;
    }

    double sum = 0;
    for (int i = 0; i < classes; i++) {
      sum += Math.exp(logits[row + i] - logits[row + predicted]);
    }

    double probability = 1 / sum;
    confusion.merge(new Cell(label, predicted), 1L, Long::sum);
    correctInFive += before < TOP ? 1 : 0;
    if (Double.isFinite(probability)) {
      int bin = Calibration.bin(probability);
      bins[bin] = bins[bin].plus(Calibration.one(probability, predicted == label));
      if (predicted != label) {
        double own = Math.exp(logits[row + label] - logits[row + predicted]) * probability;
        keep(new Mistake(id, label, predicted, probability, own));
      }
    }
  }

  private void keep(Mistake mistake) {
    mistakes.add(mistake);
    if (mistakes.size() > Mistake.KEPT) {
      mistakes.remove(); // The least confident of them.
    }
  }

  /** Whether an output ranks above another one: the first of equal ones does. */
  private static boolean isBefore(int output, int other, double[] logits, int row) {
    double difference = logits[row + output] - logits[row + other];
    return difference > 0 || (difference == 0 && output < other);
  }

  /** What has been counted, with the losses of the same samples. */
  public Evaluation with(Tally tally) {
    return new Evaluation(
        tally,
        correctInFive,
        new ConfusionMatrix(confusion),
        new Calibration(List.of(bins)),
        mistakes.stream().sorted(Mistake.ORDER).toList());
  }
}
