package org.convoy.state;

import static java.util.Objects.requireNonNullElse;

/**
 * Sums over samples, from which means follow exactly whatever the batches were: the mean loss is
 * that of all samples as one batch.
 *
 * @param samples how many samples were counted
 * @param lossSum sum of their losses, each times its class's weight
 * @param lossWeight what PyTorch's mean loss divides that by: the samples, the sum of their
 *     classes' weights or, for losses of each output, the outputs
 * @param correct how many had their own class on top
 * @param bad images that were replaced, or left out, because they cannot be decoded
 */
public record Tally(long samples, double lossSum, double lossWeight, long correct, BadImages bad) {
  public static final Tally EMPTY = new Tally(0, 0, 0, 0);

  public Tally {
    bad = requireNonNullElse(bad, BadImages.NONE); // Earlier versions noted none.
  }

  /** Of good images. */
  public Tally(long samples, double lossSum, double lossWeight, long correct) {
    this(samples, lossSum, lossWeight, correct, BadImages.NONE);
  }

  /** The same with these bad images. */
  public Tally with(BadImages others) {
    return new Tally(samples, lossSum, lossWeight, correct, others);
  }

  public Tally plus(Tally other) {
    return new Tally(
        samples + other.samples,
        lossSum + other.lossSum,
        lossWeight + other.lossWeight,
        correct + other.correct,
        bad.plus(other.bad));
  }

  /** Mean loss; NaN when nothing was counted. */
  public double loss() {
    return lossSum / lossWeight;
  }

  /** Fraction of samples classified correctly, 0 … 1; NaN when nothing was counted. */
  public double accuracy() {
    return (double) correct / samples;
  }
}
