package org.convoy.check;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.DataException;
import org.convoy.train.config.DataConfig.Shuffle;

/**
 * Whether neighbours in the data set are of different classes where chunks of neighbours are dealt:
 * chunks of data that are sorted by class would give every worker a few classes at a time.
 */
record MixingCheck(PlannedRun run, Configuration hadoop) implements Check {
  /** Between 0 of mixed classes and 1 of sorted ones. */
  private static final double TOLERATED = 0.25;

  MixingCheck {
    requireNonNull(run, "run is null");
    requireNonNull(hadoop, "hadoop is null");
  }

  @Override
  public List<Finding> findings() {
    if (run.config().data().shuffle() != Shuffle.CHUNKS) {
      return List.of();
    }

    try {
      return findings(run.datasets().train().labels(hadoop));
    } catch (DataException e) {
      return List.of(DataCheck.problem(e));
    }
  }

  static List<Finding> findings(int[] labels) {
    double alike = neighboursAlike(labels);
    double mixed = alikeIfMixed(labels);
    return alike - mixed <= TOLERATED * (1 - mixed)
        ? List.of()
        : List.of(Finding.warning(DataCheck.SUBJECT, text(alike, mixed)));
  }

  private static String text(double alike, double mixed) {
    return String.format(
        Locale.ROOT,
        "%.0f %% of the training images have the class of the one before, %.0f %% would if they"
            + " were mixed; data.shuffle = chunks keeps neighbours together: prepare the data with"
            + " convoy prepare --shuffle, or set data.shuffle = full",
        100 * alike,
        100 * mixed);
  }

  /** Share of the samples that have the label of the one before. */
  private static double neighboursAlike(int[] labels) {
    int alike = 0;
    for (int id = 1; id < labels.length; id++) {
      alike += labels[id] == labels[id - 1] ? 1 : 0;
    }

    return (double) alike / Math.max(1, labels.length - 1);
  }

  /** Chance that two samples have the same label. */
  private static double alikeIfMixed(int[] labels) {
    long[] counts = new long[Arrays.stream(labels).max().orElse(0) + 1];
    Arrays.stream(labels).forEach(label -> counts[label]++);
    double pairs = Arrays.stream(counts).mapToDouble(count -> count * (count - 1.0)).sum();
    return pairs / Math.max(1, labels.length * (labels.length - 1.0));
  }
}
