package org.convoy.metric;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A sample that was taken for another class.
 *
 * @param id of the sample in its data set
 * @param label its class
 * @param predicted the class that it was taken for
 * @param probability of that class, 0 … 1
 * @param ownProbability of its own class, 0 … 1
 */
public record Mistake(int id, int label, int predicted, double probability, double ownProbability) {
  /** How many of an evaluation's are kept. */
  public static final int KEPT = 25;

  /** The most confident first, by id where equal. */
  static final Comparator<Mistake> ORDER =
      Comparator.comparingDouble(Mistake::probability).reversed().thenComparingInt(Mistake::id);

  /** The most confident of both, which are the same however the samples are divided. */
  static List<Mistake> worst(List<Mistake> some, List<Mistake> more) {
    return Stream.concat(some.stream(), more.stream()).sorted(ORDER).limit(KEPT).toList();
  }
}
