package org.convoy.state;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * A training between two rounds: with the config and the data, all that is needed to continue it to
 * the same final bytes.
 *
 * @param epoch the epoch that the next round belongs to, from 0
 * @param round the next round in that epoch, from 0
 * @param start what that round starts from
 * @param tally training samples of this epoch's finished rounds
 * @param timing of this epoch's finished rounds
 * @param history metrics of the finished epochs
 */
public record TrainingState(
    int epoch,
    int round,
    SynchronizedState start,
    Tally tally,
    Timing timing,
    List<EpochMetrics> history) {
  public TrainingState {
    requireNonNull(start, "start is null");
    requireNonNull(tally, "tally is null");
    requireNonNull(timing, "timing is null");
    history = List.copyOf(history);
  }

  /** The start of a training. */
  public static TrainingState initial(SynchronizedState start) {
    return new TrainingState(0, 0, start, Tally.EMPTY, Timing.ZERO, List.of());
  }

  /** Where it continues, as people count: "epoch 2, round 5". */
  public String place() {
    return "epoch %d, round %d".formatted(epoch + 1, round + 1);
  }

  /** The model of all workers. */
  public ModelState model() {
    return start.model();
  }

  /** After one more round of this epoch. */
  public TrainingState afterRound(SynchronizedState merged, Tally roundTally, Timing roundTiming) {
    return new TrainingState(
        epoch, round + 1, merged, tally.plus(roundTally), timing.plus(roundTiming), history);
  }

  /** After the last round of this epoch and its validation. */
  public TrainingState afterEpoch(EpochMetrics metrics) {
    List<EpochMetrics> extended = new ArrayList<>(history);
    extended.add(metrics);
    return new TrainingState(epoch + 1, 0, start, Tally.EMPTY, Timing.ZERO, extended);
  }
}
