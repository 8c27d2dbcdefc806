package org.convoy.data.sampler;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Objects;
import org.convoy.common.argument.Bounds;

/**
 * How one epoch deals the samples to the workers.
 *
 * <p>The ids are put into an order that depends on seed and epoch only ({@link #order}). Step t
 * takes the next workers × batchSize of them, worker w the w-th slice, so N workers see step by
 * step what one worker with an N-fold batch sees. The samples that do not fill the last step are
 * dealt in slices whose lengths differ by at most one; a worker may then get none. Rounds only
 * group the steps: which sample is used in which step by whom does not depend on them.
 *
 * <p>A {@link ChunkedOrder} takes from a plan only how many samples each worker gets in each step,
 * not which.
 *
 * <p>A position is an index into the order. All methods but {@link #order} take constant time, or
 * the logarithm of the number of rounds.
 *
 * @param seed of the run
 * @param epoch counted from 0
 * @param size number of samples in the data set, at least 1
 * @param workers logical workers, at least 1
 * @param batchSize samples of one worker in one step, at least 1
 * @param rounds how the steps of the epoch are cut into rounds
 * @param lastStep what becomes of a last step that is not full
 */
public record EpochPlan(
    long seed,
    int epoch,
    int size,
    int workers,
    int batchSize,
    RoundLengths rounds,
    LastStep lastStep)
    implements Serializable {
  public EpochPlan {
    requireNonNull(rounds, "rounds is null");
    int steps = steps(size, workers, batchSize, lastStep);
    Bounds.NOT_NEGATIVE.check("epoch", epoch);
    if (rounds.steps() != steps) {
      throw new IllegalArgumentException(
          "rounds must have the %d steps of the epoch together, not %d"
              .formatted(steps, rounds.steps()));
    }
  }

  /**
   * A plan with rounds of one length.
   *
   * @param stepsPerRound at least 1; more than the epoch has means one round
   */
  public EpochPlan(
      long seed,
      int epoch,
      int size,
      int workers,
      int batchSize,
      int stepsPerRound,
      LastStep lastStep) {
    this(
        seed,
        epoch,
        size,
        workers,
        batchSize,
        RoundLengths.regular(steps(size, workers, batchSize, lastStep), stepsPerRound),
        lastStep);
  }

  /** A plan with rounds of one length that keeps the last short step. */
  public EpochPlan(long seed, int epoch, int size, int workers, int batchSize, int stepsPerRound) {
    this(seed, epoch, size, workers, batchSize, stepsPerRound, LastStep.KEEP);
  }

  /**
   * Steps of an epoch.
   *
   * @throws IllegalArgumentException if a size is below 1, or the samples do not fill one step and
   *     short steps are dropped
   */
  private static int steps(int size, int workers, int batchSize, LastStep lastStep) {
    requireNonNull(lastStep, "lastStep is null");
    Bounds.COUNT.check("size", size);
    Bounds.COUNT.check("workers", workers);
    Bounds.COUNT.check("batchSize", batchSize);
    long stepSize = (long) workers * batchSize;
    if (lastStep == LastStep.DROP && size < stepSize) {
      throw new IllegalArgumentException(
          "%d samples do not fill one step of %d workers x batch size %d, and short steps are dropped: use a smaller batch size or keep the last step"
              .formatted(size, workers, batchSize));
    }

    return (int) (lastStep == LastStep.KEEP ? ceilDivide(size, stepSize) : size / stepSize);
  }

  /** The same plan for another epoch. */
  public EpochPlan atEpoch(int other) {
    return new EpochPlan(seed, other, size, workers, batchSize, rounds, lastStep);
  }

  /** The same steps in other rounds. */
  public EpochPlan withRounds(RoundLengths other) {
    return new EpochPlan(seed, epoch, size, workers, batchSize, other, lastStep);
  }

  /**
   * The permutation of the sample ids; the first call for an epoch takes time and memory ~ size.
   */
  public EpochOrder order() {
    return EpochOrder.of(seed, epoch, size);
  }

  /** Steps of this epoch. */
  public int steps() {
    return rounds.steps();
  }

  /** Samples that this epoch uses: all, unless the last short step is dropped. */
  public int samples() {
    return firstPosition(steps());
  }

  /** Samples of one worker in one step; the step is counted from the start of the epoch. */
  public int samplesInStep(int step, int worker) {
    Objects.checkIndex(step, steps());
    Objects.checkIndex(worker, workers);
    return sliceStart(step, worker + 1) - sliceStart(step, worker);
  }

  /** Samples of one worker in one round. */
  public int samplesInRound(int round, int worker) {
    int last = rounds.start(round) + rounds.length(round) - 1;
    return (rounds.length(round) - 1) * batchSize + samplesInStep(last, worker);
  }

  /** Samples that the workers before this one get in the epoch, all together. */
  public int samplesBefore(int worker) {
    Objects.checkIndex(worker, workers);
    int last = steps() - 1;
    return worker * last * batchSize + sliceStart(last, worker) - firstPosition(last);
  }

  /** Most samples that one worker can get in one round. */
  public long mostSamplesInRound() {
    return Math.min(size, (long) rounds.longest() * batchSize);
  }

  /**
   * Where the sample at this position is used.
   *
   * @param position 0…samples-1
   */
  public Slot slot(int position) {
    int step = step(position);
    int worker = worker(step, position);
    int round = rounds.round(step);
    int stepInRound = step - rounds.start(round);
    return new Slot(round, worker, stepInRound * batchSize + position - sliceStart(step, worker));
  }

  /** The position that has this slot; the inverse of {@link #slot}. */
  public int position(Slot slot) {
    Objects.checkIndex(slot.offset(), samplesInRound(slot.round(), slot.worker()));
    int step = rounds.start(slot.round()) + slot.offset() / batchSize;
    return sliceStart(step, slot.worker()) + slot.offset() % batchSize;
  }

  private int step(int position) {
    Objects.checkIndex(position, samples());
    return (int) (position / stepSize());
  }

  private int worker(int step, int position) {
    int within = position - firstPosition(step);
    int stepSamples = firstPosition(step + 1) - firstPosition(step);
    int share = stepSamples / workers;
    int longer = stepSamples % workers;
    int inLonger = longer * (share + 1);

    return within < inLonger ? within / (share + 1) : longer + (within - inLonger) / share;
  }

  /** Where a worker's slice of a step starts; the first {@code n % workers} slices get one more. */
  private int sliceStart(int step, int worker) {
    int first = firstPosition(step);
    int stepSamples = firstPosition(step + 1) - first;
    return first + worker * (stepSamples / workers) + Math.min(worker, stepSamples % workers);
  }

  private int firstPosition(int step) {
    return (int) Math.min(size, step * stepSize());
  }

  private long stepSize() {
    return (long) workers * batchSize;
  }

  private static long ceilDivide(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  /** What becomes of the samples at the end of an epoch that do not fill a step (drop_last). */
  public enum LastStep {
    /** They are dealt to the workers as evenly as possible and trained. */
    KEEP,
    /** They are left out of this epoch; which ones differs from epoch to epoch. */
    DROP
  }

  /**
   * Where a sample is used within an epoch.
   *
   * @param round 0…rounds-1
   * @param worker 0…workers-1
   * @param offset index among the samples of this worker in this round, in the order of training
   */
  public record Slot(int round, int worker, int offset) {}
}
