package org.convoy.data.sampler;

import java.util.Arrays;

/**
 * How the classes of neighbours in a data set compare with those of mixed data.
 *
 * @param alike share of the samples that have the class of the one before
 * @param alikeIfMixed the share if the samples were in a random order
 */
public record ClassOrder(double alike, double alikeIfMixed) {
  /** Between 0 of mixed classes and 1 of sorted ones. */
  private static final double TOLERATED = 0.25;

  /** Of labels in order of id. */
  public static ClassOrder of(int[] labels) {
    return new ClassOrder(neighboursAlike(labels), chanceAlike(labels));
  }

  private static double neighboursAlike(int[] labels) {
    int alike = 0;

    for (int id = 1; id < labels.length; id++) {
      alike += labels[id] == labels[id - 1] ? 1 : 0;
    }

    return (double) alike / Math.max(1, labels.length - 1);
  }

  private static double chanceAlike(int[] labels) {
    long[] counts = new long[Arrays.stream(labels).max().orElse(0) + 1];
    Arrays.stream(labels).forEach(label -> counts[label]++);
    double pairs = Arrays.stream(counts).mapToDouble(count -> count * (count - 1.0)).sum();
    return pairs / Math.max(1, labels.length * (labels.length - 1.0));
  }

  /** Whether neighbours are more or less a random sample of the data. */
  public boolean isMixed() {
    return alike - alikeIfMixed <= TOLERATED * (1 - alikeIfMixed);
  }
}
