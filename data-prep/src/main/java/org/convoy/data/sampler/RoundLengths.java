package org.convoy.data.sampler;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.convoy.common.argument.Bounds;

/** How the steps of an epoch are cut into rounds. Immutable; four bytes a round. */
public final class RoundLengths implements Serializable {
  /** Where each round starts, and at the end the number of steps. */
  private final int[] starts;

  private RoundLengths(int[] starts) {
    this.starts = starts;
  }

  /**
   * Rounds of one length, but for a shorter last one where the steps do not suffice.
   *
   * @param steps at least 1
   * @param stepsPerRound at least 1
   */
  public static RoundLengths regular(int steps, int stepsPerRound) {
    Bounds.COUNT.check("steps", steps);
    Bounds.COUNT.check("stepsPerRound", stepsPerRound);
    int[] starts = new int[1 + (steps - 1) / stepsPerRound + 1];
    for (int round = 0; round < starts.length - 1; round++) {
      starts[round] = round * stepsPerRound;
    }

    starts[starts.length - 1] = steps;
    return new RoundLengths(starts);
  }

  /**
   * Rounds of any lengths.
   *
   * @param lengths in steps, at least one, each at least 1
   */
  public static RoundLengths of(List<Integer> lengths) {
    requireNonNull(lengths, "lengths is null");
    Bounds.COUNT.check("number of rounds", lengths.size());
    int[] starts = new int[lengths.size() + 1];
    for (int round = 0; round < lengths.size(); round++) {
      Bounds.COUNT.check("length of round " + round, lengths.get(round));
      starts[round + 1] = Math.addExact(starts[round], lengths.get(round));
    }

    return new RoundLengths(starts);
  }

  /** How many rounds there are. */
  public int count() {
    return starts.length - 1;
  }

  /** The steps of all rounds together. */
  public int steps() {
    return starts[count()];
  }

  /** Index of a round's first step. */
  public int start(int round) {
    Objects.checkIndex(round, count());
    return starts[round];
  }

  /** Steps of a round. */
  public int length(int round) {
    return starts[Objects.checkIndex(round, count()) + 1] - starts[round];
  }

  /** Steps of the longest round. */
  public int longest() {
    int longest = 0;
    for (int round = 0; round < count(); round++) {
      longest = Math.max(longest, length(round));
    }

    return longest;
  }

  /** The round that a step belongs to. */
  public int round(int step) {
    int found = Arrays.binarySearch(starts, Objects.checkIndex(step, steps()));
    return found >= 0 ? found : -found - 2;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RoundLengths lengths && Arrays.equals(starts, lengths.starts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(starts);
  }

  @Override
  public String toString() {
    return "%d rounds of %d steps, the longest %d".formatted(count(), steps(), longest());
  }
}
